import { convolution, depthwiseConvolution, maxPool } from './window-operators.js';
import type { Converted, NodeContext } from './node-context.js';
import { activate, floatConstant, fusedOperators, slopes } from './operands.js';

type Operator = (context: NodeContext) => Converted;

/** How TensorFlow's operators are written in ONNX, by TensorFlow's names. */
export const operators: Readonly<Record<string, Operator | undefined>> = {
  Placeholder: placeholder,
  Identity: ({ input }) => input(0),
  Conv2D: convolution,
  _FusedConv2D: convolution,
  DepthwiseConv2dNative: depthwiseConvolution,
  MaxPool: maxPool,
  _FusedMatMul: matrixProduct,
  Add: elementwise('Add'),
  AddV2: elementwise('Add'),
  Mul: elementwise('Mul'),
  Minimum: elementwise('Min'),
  Maximum: elementwise('Max'),
  Relu: unary('Relu'),
  Sigmoid: unary('Sigmoid'),
  Softmax: unary('Softmax'),
  Prelu: ({ builder, input, constant, node }) => ({
    ...input(0),
    value: builder.node('PRelu', [input(0).value, slopes(builder, node.name, constant(1))]),
  }),
  Pad: pad,
  Mean: mean,
  Reshape: reshape,
};

function placeholder({ node, builder, picture }: NodeContext): Converted {
  const [, height, width, channels] = (node.attr['shape']?.shape?.dim ?? []).map(({ size }) => size);
  if (height === undefined || width === undefined || channels === undefined) {
    throw new RangeError(`${node.name} is not a picture`);
  }
  return { value: builder.input(picture, 'float32', [1, channels, height, width]), isPicture: true };
}

function unary(operator: string): Operator {
  return ({ builder, input }) => {
    const { value, isPicture } = input(0);
    if (operator === 'Softmax' && isPicture) throw new RangeError('Softmax of a picture is not supported');
    return { value: builder.node(operator, [value]), isPicture };
  };
}

/** One of both operands may be a constant: a number, or one number for each channel. */
function elementwise(operator: string): Operator {
  return ({ node, builder, input, constantOrNone }) => {
    const [first, second] = constantOrNone(0) ? [1, 0] : [0, 1];
    const { value, isPicture } = input(first);
    const constant = constantOrNone(second);
    const other = constant
      ? floatConstant(builder, `${node.name}.operand`, constant, isPicture)
      : input(second).value;
    return { value: builder.node(operator, [value, other]), isPicture };
  };
}

function matrixProduct({ node, builder, input, constant }: NodeContext): Converted {
  const { activation, hasBias } = fusedOperators(node);
  if (!hasBias || node.attr['transpose_a']?.b === true || node.attr['transpose_b']?.b === true) {
    throw new RangeError(`${node.name}: only a matrix product with a bias is supported`);
  }
  const weights = floatConstant(builder, `${node.name}.weights`, constant(1), false);
  const bias = floatConstant(builder, `${node.name}.bias`, constant(2), false);
  const value = builder.node('Gemm', [input(0).value, weights, bias]);
  return { value: activate(builder, value, activation), isPicture: false };
}

/** `paddings` is `[4, 2]`: before and after, for each dimension. */
function pad({ node, builder, input, constant }: NodeContext): Converted {
  const { value, isPicture } = input(0);
  const { numbers, shape } = constant(1);
  if (!isPicture || shape[0] !== 4) throw new RangeError(`${node.name}: only pictures can be padded`);
  // Batch, height, width, channels → batch, channels, height, width.
  const order = [0, 3, 1, 2];
  const ends = [0, 1].flatMap((end) => order.map((dimension) => numbers[2 * dimension + end] ?? 0));
  return { value: builder.node('Pad', [value, builder.integers(`${node.name}.ends`, ends)]), isPicture };
}

function mean({ node, builder, input, constant }: NodeContext): Converted {
  const axes = [...constant(1).numbers].sort((a, b) => a - b);
  if (!input(0).isPicture || axes.join() !== '1,2' || node.attr['keep_dims']?.b === true) {
    throw new RangeError(`${node.name}: only the mean over a picture is supported`);
  }
  return {
    value: builder.node('ReduceMean', [input(0).value], { axes: [2, 3], keepdims: 0 }),
    isPicture: false,
  };
}

function reshape({ node, builder, input, constant }: NodeContext): Converted {
  const { value, isPicture } = input(0);
  const ordered = isPicture ? builder.node('Transpose', [value], { perm: [0, 2, 3, 1] }) : value;
  const shape = builder.integers(`${node.name}.shape`, [...constant(1).numbers]);
  return { value: builder.node('Reshape', [ordered, shape]), isPicture: false };
}
