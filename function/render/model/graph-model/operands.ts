import type { GraphBuilder, Value } from '../onnx/graph-builder.js';
import type { GraphConstant, GraphNode } from './graph-model.js';

/** A constant in the model; of a picture's operand, the channels are its last dimension in TensorFlow. */
export function floatConstant(
  builder: GraphBuilder,
  name: string,
  { shape, numbers }: GraphConstant,
  isForPicture: boolean,
): Value {
  if (!isForPicture || numbers.length === 1) return builder.floats(name, shape, numbers);
  if (shape.at(-1) !== numbers.length) {
    throw new RangeError(`${name}: an operand of a picture must have one number for each channel`);
  }
  return builder.floats(name, [numbers.length, 1, 1], numbers);
}

/** The slopes of a PReLU, one for each channel. */
export function slopes(builder: GraphBuilder, name: string, constant: GraphConstant): Value {
  return floatConstant(builder, `${name}.slopes`, constant, true);
}

export type Activation = 'Relu' | 'Prelu' | undefined;

/**
 * What TensorFlow.js has fused with a convolution or a matrix product.
 * @throws RangeError for anything but a bias and a ReLU or PReLU after it
 */
export function fusedOperators(node: GraphNode): { hasBias: boolean; activation: Activation } {
  const fused = (node.attr['fused_ops']?.list?.s ?? []).map(textOf);
  const [bias, activation, ...more] = fused;
  const isKnown = activation === undefined || activation === 'Relu' || activation === 'Prelu';
  if ((bias !== undefined && bias !== 'BiasAdd') || !isKnown || more.length > 0) {
    throw new RangeError(`${node.name}: the fused operators ${fused.join(', ')} are not supported`);
  }
  return { hasBias: bias !== undefined, activation };
}

/** Adds an activation. @param slope of a PReLU */
export function activate(builder: GraphBuilder, value: Value, activation: Activation, slope?: Value): Value {
  if (activation === undefined) return value;
  if (activation === 'Relu') return builder.node('Relu', [value]);
  if (slope === undefined) throw new RangeError(`${value}: a PReLU needs slopes`);
  return builder.node('PRelu', [value, slope]);
}

/** The text of a string attribute. */
export function textOf(base64 = ''): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
