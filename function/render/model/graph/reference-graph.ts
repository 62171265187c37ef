import { faceChannels, faceSize } from '../../face/face-geometry.js';
import { melBands, melWindowColumns } from '../../voice/features/mel-shape.js';
import { wav2lip, type Layer } from '../layers/network.js';
import { GraphBuilder, type Value } from '../onnx/graph-builder.js';
import {
  constant,
  convolution,
  layerNodes,
  layerPads,
  layersNodes,
  storedLayer,
  type StoredLayers,
} from './layer-nodes.js';
import type { Graph } from '../onnx/onnx.js';

/**
 * The network as its authors run it, with only the batch norms folded; for comparison.
 * - `mel` `[frames, 1, 80, 16]`, `face` `[frames, 6, 96, 96]` BGR 0..1
 * - `mouth` `[frames, 3, 96, 96]` BGR 0..1
 */
export function referenceGraph(layers: StoredLayers): Graph {
  const graph = new GraphBuilder('reference', 'float32');
  const mel = graph.input('mel', 'float32', ['frames', 1, melBands, melWindowColumns]);
  let face = graph.input('face', 'float32', ['frames', faceChannels, faceSize, faceSize]);

  const skips: Value[] = [];
  for (const block of wav2lip.faceEncoder) skips.push((face = layersNodes(graph, block, layers, face)));

  let mouth = layersNodes(graph, wav2lip.audioEncoder, layers, mel);
  for (const [first, ...rest] of [...wav2lip.faceDecoder, wav2lip.output]) {
    if (!first) continue;
    mouth = layersNodes(graph, rest, layers, concatenatedNodes(graph, first, layers, mouth));
    const skip = skips.pop();
    if (skip) mouth = graph.node('Concat', [mouth, skip], { axis: 1 });
  }
  graph.output(graph.node('Sigmoid', [mouth], {}, 'mouth'), 'float32', ['frames', 3, faceSize, faceSize]);
  return graph.graph();
}

/** A layer over concatenated channels, from the two parts of its weight. */
function concatenatedNodes(graph: GraphBuilder, layer: Layer, layers: StoredLayers, input: Value): Value {
  const { weight, bias } = storedLayer(layers, layer);
  const [decoder, encoder] = weight;
  if (!encoder) return layerNodes(graph, layer, layers, input);
  // Both inputs are constants, so onnxruntime computes this once, when it loads the graph.
  const whole = graph.node(
    'Concat',
    [constant(graph, `${layer.name}.decoder`, decoder), constant(graph, `${layer.name}.encoder`, encoder)],
    { axis: layer.transposed ? 0 : 1 },
  );
  const inputs = [input, whole, constant(graph, `${layer.name}.bias`, bias)];
  const output = convolution(graph, layer, inputs, { pads: layerPads(layer), ...layer.transposed });
  return graph.node('Relu', [output], {}, layer.name);
}
