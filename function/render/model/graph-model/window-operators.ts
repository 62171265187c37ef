import type { Attribute } from '../onnx/onnx.js';
import type { Converted, NodeContext } from './node-context.js';
import type { GraphConstant, GraphNode } from './graph-model.js';
import { activate, floatConstant, fusedOperators, slopes, textOf } from './operands.js';

/** A convolution, with the bias and the activation that TensorFlow.js has fused with it. */
export function convolution(context: NodeContext): Converted {
  const { node, builder, input, constant } = context;
  const { hasBias, activation } = fusedOperators(node);
  const inputs = [
    input(0).value,
    floatConstant(builder, `${node.name}.kernel`, kernelOf(constant(1)), false),
    ...(hasBias ? [floatConstant(builder, `${node.name}.bias`, constant(2), false)] : []),
  ];
  const value = builder.node('Conv', inputs, windowAttributes(node));
  const slope = activation === 'Prelu' ? slopes(builder, node.name, constant(3)) : undefined;
  return { value: activate(builder, value, activation, slope), isPicture: true };
}

/** A convolution of each channel by itself. */
export function depthwiseConvolution({ node, builder, input, constant }: NodeContext): Converted {
  const { numbers, shape } = constant(1);
  const [height = 0, width = 0, channels = 0, multiplier = 0] = shape;
  // `[height, width, channels, multiplier]` has the order of `[height, width, 1, channels · multiplier]`.
  const kernel = kernelOf({ numbers, shape: [height, width, 1, channels * multiplier] });
  const inputs = [input(0).value, floatConstant(builder, `${node.name}.kernel`, kernel, false)];
  const value = builder.node('Conv', inputs, { ...windowAttributes(node), group: channels });
  return { value, isPicture: true };
}

export function maxPool({ node, builder, input }: NodeContext): Converted {
  const attributes = { ...windowAttributes(node), kernel_shape: middleTwo(node, 'ksize') };
  return { value: builder.node('MaxPool', [input(0).value], attributes), isPicture: true };
}

/** Strides, dilations, and padding. TensorFlow pads unequally below and on the right. */
function windowAttributes(node: GraphNode): Record<string, Attribute> {
  if (textOf(node.attr['data_format']?.s) !== 'NHWC') {
    throw new RangeError(`${node.name}: only the data format NHWC is supported`);
  }
  const padding = textOf(node.attr['padding']?.s);
  if (padding !== 'SAME' && padding !== 'VALID') {
    throw new RangeError(`${node.name}: the padding ${padding} is not supported`);
  }
  const dilations = node.attr['dilations'] ? { dilations: middleTwo(node, 'dilations') } : {};
  const autoPad = padding === 'SAME' ? 'SAME_UPPER' : 'VALID';
  return { strides: middleTwo(node, 'strides'), auto_pad: autoPad, ...dilations };
}

/** Height and width of an attribute with a number for batch, height, width, and channels. */
function middleTwo(node: GraphNode, attribute: string): number[] {
  return (node.attr[attribute]?.list?.i ?? []).slice(1, 3);
}

/** `[height, width, inputs, outputs]` → `[outputs, inputs, height, width]`. */
function kernelOf({ numbers, shape }: GraphConstant): GraphConstant {
  const [height = 0, width = 0, inputs = 0, outputs = 0] = shape;
  const ordered = new Float32Array(numbers.length);
  const plane = height * width;
  for (let position = 0; position < plane; position++) {
    for (let from = 0; from < inputs; from++) {
      for (let to = 0; to < outputs; to++) {
        ordered[(to * inputs + from) * plane + position] =
          numbers[(position * inputs + from) * outputs + to] ?? 0;
      }
    }
  }
  return { numbers: ordered, shape: [outputs, inputs, height, width] };
}
