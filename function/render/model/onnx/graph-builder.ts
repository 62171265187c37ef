import {
  dataTypes,
  type Attribute,
  type Constant,
  type DataType,
  type Dimension,
  type Graph,
  type Node,
  type ValueInfo,
} from './onnx.js';
import type { WeightsPlace } from './weights-file.js';

/** A value in a graph under construction: its name, for use as an input of other nodes. */
export type Value = string;

/** The number format that a network computes in. */
export type Precision = 'float32' | 'float16';

/** Builds a graph node by node; every method returns the value that it adds. */
export class GraphBuilder {
  readonly #name: string;
  /** The format of the network's own values; weights are stored in float32 for both. */
  readonly precision: Precision;
  readonly #inputs: ValueInfo[] = [];
  readonly #outputs: ValueInfo[] = [];
  readonly #nodes: Node[] = [];
  readonly #constants: Constant[] = [];

  constructor(name: string, precision: Precision) {
    this.#name = name;
    this.precision = precision;
  }

  input(name: string, type: DataType, shape: readonly Dimension[]): Value {
    this.#inputs.push({ name, type, shape });
    return name;
  }

  output(value: Value, type: DataType, shape: readonly Dimension[]): void {
    this.#outputs.push({ name: value, type, shape });
  }

  /** Adds a node; its output is called `name`, or named after the operator and its number. */
  node(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
    name = `${operator}_${String(this.#nodes.length)}`,
  ): Value {
    this.#nodes.push({ operator, inputs, output: name, attributes });
    return name;
  }

  /**
   * A constant whose numbers are in the weights file, in the graph's precision: onnxruntime converts
   * constants once, when it loads the graph.
   */
  weights(name: string, shape: readonly number[], place: WeightsPlace): Value {
    this.#constants.push({ name, type: 'float32', shape, data: place });
    return this.castToPrecision(name);
  }

  /** A float32 value in the graph's precision. */
  castToPrecision(value: Value): Value {
    if (this.precision === 'float32') return value;
    return this.node('Cast', [value], { to: dataTypes.float16 }, `${value}.half`);
  }

  /** A value of the graph's precision in float32. */
  castToFloat(value: Value): Value {
    return this.precision === 'float32' ? value : this.node('Cast', [value], { to: dataTypes.float32 });
  }

  /** int64 numbers such as an operator takes for axes and ends, inside the model. */
  integers(name: string, numbers: readonly number[]): Value {
    const bytes = new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);
    this.#constants.push({ name, type: 'int64', shape: [numbers.length], data: { bytes } });
    return name;
  }

  /** A small float32 constant, inside the model. */
  floats(name: string, shape: readonly number[], numbers: ArrayLike<number>): Value {
    const bytes = new Uint8Array(Float32Array.from(numbers).buffer);
    this.#constants.push({ name, type: 'float32', shape, data: { bytes } });
    return name;
  }

  graph(): Graph {
    return {
      name: this.#name,
      inputs: this.#inputs,
      outputs: this.#outputs,
      nodes: this.#nodes,
      constants: this.#constants,
    };
  }
}
