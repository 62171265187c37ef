import { GraphBuilder } from '../onnx/graph-builder.js';
import type { Graph } from '../onnx/onnx.js';
import type { GraphModel, GraphNode } from './graph-model.js';
import type { Converted, NodeContext } from './node-context.js';
import { operators } from './operators.js';

/** An output to convert: the name of the node that computes it, and its shape. */
interface WantedOutput {
  readonly node: string;
  readonly shape: readonly number[];
}

/** The names that inputs and outputs get in ONNX. */
export interface WantedValues {
  readonly picture: string;
  readonly outputs: Readonly<Record<string, WantedOutput>>;
}

/**
 * Converts a TensorFlow.js graph model to ONNX, as far as the wanted outputs need it.
 * @param picture the name that its only input gets, `[1, channels, height, width]`
 * @param outputs by the names that they get; none of them is a picture
 * @throws RangeError for an operator or an attribute that is not supported
 */
export function convertGraphModel(
  name: string,
  { nodes, constants }: GraphModel,
  { picture, outputs }: WantedValues,
): Graph {
  const builder = new GraphBuilder(name, 'float32');
  const converted = new Map<string, Converted>();

  const convert = (nodeName: string): Converted => {
    const known = converted.get(nodeName);
    if (known) return known;
    const node = nodes.get(nodeName);
    const operator = node && operators[node.op];
    if (!operator) {
      throw new RangeError(`${name}: the operator ${node?.op ?? 'of a missing node'} is not supported`);
    }
    const result = operator(contextOf(node));
    converted.set(nodeName, result);
    return result;
  };

  const contextOf = (node: GraphNode): NodeContext => {
    const nameOf = (index: number) => {
      const given = node.input[index];
      if (given === undefined) throw new RangeError(`${name}: ${node.name} lacks input ${String(index)}`);
      return given.replace(/:0$/, '');
    };
    const constantOrNone = (index: number) => constants.get(nameOf(index));
    return {
      node,
      builder,
      picture,
      constantOrNone,
      input: (index) => convert(nameOf(index)),
      constant: (index) => {
        const constant = constantOrNone(index);
        if (!constant) throw new RangeError(`${name}: ${nameOf(index)} is not a constant`);
        return constant;
      },
    };
  };

  for (const [output, { node, shape }] of Object.entries(outputs)) {
    const { value, isPicture } = convert(node);
    if (isPicture) throw new RangeError(`${name}: the output ${output} is a picture`);
    builder.output(builder.node('Identity', [value], {}, output), 'float32', shape);
  }
  return builder.graph();
}
