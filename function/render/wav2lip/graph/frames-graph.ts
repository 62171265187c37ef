import { melBands, melWindowColumns, wav2lip } from '../network.js';
import { GraphBuilder, type Precision, type Value } from './graph-builder.js';
import {
  constant,
  convolution,
  layerPads,
  layersNodes,
  storedLayer,
  type StoredLayers,
} from './layer-nodes.js';
import { spanLength } from '../../face-geometry.js';
import { croppingPads } from './decoder-windows.js';
import { dataTypes, type Graph } from './onnx.js';
import { decoderStages, type DecoderStage } from './portrait-graph.js';

/**
 * The part of the network that runs for every frame, up to finished pixels.
 * Inputs that change with the frame:
 * - `mel` `[frames, 1, 80, 16]`
 * - `blendWeight` `[frames, 1, 1, 1]`, 0..1: how much of the drawn mouth is visible
 * Inputs that belong to the portrait:
 * - the bias maps of {@link decoderStages}, in `precision`
 * - `rowMatrix` `[height, rows]` and `columnMatrix` `[columns, width]`: resample the mouth window
 *   (with its halo) to the patch
 * - `mask` `[1, 1, height, width]`, 0..1, and `basePatch` `[1, 3, height, width]` RGB 0..255: the
 *   portrait's own pixels, which remain where the mask is 0
 * Output: `patches` `[frames, height · width · 3]` RGB 0..255, pixel by pixel
 * In half precision, only the network itself uses it: blending is done in float32, so that the
 * portrait's own pixels remain exact.
 */
export function framesGraph(layers: StoredLayers, precision: Precision): Graph {
  const graph = new GraphBuilder('frames', precision);
  const mel = graph.castToPrecision(graph.input('mel', 'float32', ['frames', 1, melBands, melWindowColumns]));
  const stages = decoderStages(layers);

  const [firstBlock = []] = wav2lip.faceDecoder;
  let mouth = layersNodes(graph, [...wav2lip.audioEncoder, ...firstBlock], layers, mel);
  for (const stage of stages) mouth = stageNodes(graph, stage, layers, mouth);
  // Checkpoints use BGR.
  const rgb = graph.node('Gather', [mouth, graph.integers('rgb', [2, 1, 0])], { axis: 1 });
  mouth = graph.castToFloat(graph.node('Sigmoid', [rgb], {}, 'mouth'));

  const window = stages.at(-1)?.output;
  if (!window) throw new RangeError('the decoder has no stages');
  graph.output(blendNodes(graph, mouth, spanLength(window.rows), spanLength(window.columns)), 'uint8', [
    'frames',
    'bytes',
  ]);
  return graph.graph();
}

function stageNodes(graph: GraphBuilder, stage: DecoderStage, layers: StoredLayers, input: Value): Value {
  const { layer, rest, biasMap } = stage;
  const [decoder] = storedLayer(layers, layer).weight;
  const pads = layer.transposed ? croppingPads(stage.input, stage.output, layer.stride[0]) : layerPads(layer);
  const own = convolution(graph, layer, [input, constant(graph, `${layer.name}.decoder`, decoder)], pads);
  const sum = graph.node('Add', [own, graph.input(biasMap.name, graph.precision, biasMap.shape)]);
  return layersNodes(graph, rest, layers, graph.node('Relu', [sum], {}, layer.name));
}

/**
 * Resamples the mouth to the size of the patch, blends it over the portrait, and converts it to bytes.
 */
function blendNodes(graph: GraphBuilder, mouth: Value, rows: number, columns: number): Value {
  const blendWeight = graph.input('blendWeight', 'float32', ['frames', 1, 1, 1]);
  const rowMatrix = graph.input('rowMatrix', 'float32', ['height', rows]);
  const columnMatrix = graph.input('columnMatrix', 'float32', [columns, 'width']);
  const mask = graph.input('mask', 'float32', [1, 1, 'height', 'width']);
  const basePatch = graph.input('basePatch', 'float32', [1, 3, 'height', 'width']);

  const resampled = graph.node('MatMul', [graph.node('MatMul', [rowMatrix, mouth]), columnMatrix]);
  const scaled = graph.node('Mul', [resampled, graph.floats('white', [], [255])]);
  const change = graph.node('Sub', [scaled, basePatch]);
  const weighted = graph.node('Mul', [change, graph.node('Mul', [mask, blendWeight])]);
  const blended = graph.node('Add', [basePatch, weighted]);
  // A cast truncates, so adding one half rounds.
  const rounded = graph.node('Add', [blended, graph.floats('half', [], [0.5])]);
  const clipped = graph.node('Clip', [rounded, graph.floats('min', [], [0]), graph.floats('max', [], [255])]);
  const pixels = graph.node('Transpose', [clipped], { perm: [0, 2, 3, 1] });
  // WebGPU cannot transpose bytes, and onnxruntime moves transpositions behind casts; the reshape
  // prevents that.
  const flat = graph.node('Reshape', [pixels, graph.integers('row', [0, -1])]);
  return graph.node('Cast', [flat], { to: dataTypes.uint8 }, 'patches');
}
