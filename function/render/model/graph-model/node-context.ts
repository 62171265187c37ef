import type { GraphBuilder, Value } from '../onnx/graph-builder.js';
import type { GraphConstant, GraphNode } from './graph-model.js';

/**
 * A value during the conversion. Pictures have the order `[1, height, width, channels]` in TensorFlow
 * and `[1, channels, height, width]` in ONNX; all other values have the same order in both.
 */
export interface Converted {
  readonly value: Value;
  readonly isPicture: boolean;
}

/** What the conversion of a node may use. */
export interface NodeContext {
  readonly node: GraphNode;
  readonly builder: GraphBuilder;
  /** The name of the graph's input. */
  readonly picture: string;
  /** The result of the input `index`, which may be a constant. */
  readonly input: (index: number) => Converted;
  /** The constant input `index`. @throws RangeError if it is computed */
  readonly constant: (index: number) => GraphConstant;
  /** The constant input `index`, or undefined if it is computed. */
  readonly constantOrNone: (index: number) => GraphConstant | undefined;
}
