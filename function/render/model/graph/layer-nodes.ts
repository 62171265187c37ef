import type { Layer } from '../layers/network.js';
import type { GraphBuilder, Value } from '../onnx/graph-builder.js';
import type { StoredLayer, StoredTensor } from '../layers/weights.js';

/** The layers of one model, by name. */
export type StoredLayers = ReadonlyMap<string, StoredLayer>;

export function storedLayer(layers: StoredLayers, layer: Layer): StoredLayer {
  const stored = layers.get(layer.name);
  if (!stored) throw new RangeError(`layer ${layer.name} was not stored`);
  return stored;
}

export function constant(graph: GraphBuilder, name: string, tensor: StoredTensor): Value {
  return graph.weights(name, tensor.shape, tensor.place);
}

/** A layer of the network: convolution with bias, then activation. */
export function layerNodes(graph: GraphBuilder, layer: Layer, layers: StoredLayers, input: Value): Value {
  const { weight, bias } = storedLayer(layers, layer);
  const [whole] = weight;
  const biasValue = constant(graph, `${layer.name}.bias`, bias);
  const weightValue = constant(graph, `${layer.name}.weight`, whole);
  const output = convolution(graph, layer, [input, weightValue, biasValue], { pads: layerPads(layer) });
  return layer.bare ? output : graph.node('Relu', [output], {}, layer.name);
}

/** Several consecutive layers. */
export function layersNodes(
  graph: GraphBuilder,
  sequence: readonly Layer[],
  layers: StoredLayers,
  input: Value,
): Value {
  return sequence.reduce((value, layer) => layerNodes(graph, layer, layers, value), input);
}

/** A convolution node; `pads` are `[top, left, bottom, right]`. */
export function convolution(
  graph: GraphBuilder,
  layer: Layer,
  inputs: readonly Value[],
  {
    pads,
    outputPadding = 0,
  }: { readonly pads: readonly number[]; readonly outputPadding?: number | undefined },
): Value {
  return graph.node(layer.transposed ? 'ConvTranspose' : 'Conv', inputs, {
    kernel_shape: layer.kernel,
    strides: layer.stride,
    pads,
    ...(outputPadding > 0 ? { output_padding: [outputPadding, outputPadding] } : {}),
  });
}

/**
 * A layer's padding as in the whole network; an upsampling layer pads 1 although its field says so
 * too.
 */
export function layerPads({ padding }: Layer): readonly number[] {
  return [padding, padding, padding, padding];
}
