import { melBands, melWindowColumns } from '../../voice/features/mel-shape.js';
import { wav2lip } from '../layers/network.js';
import { GraphBuilder, type Precision, type Value } from '../onnx/graph-builder.js';
import {
  constant,
  convolution,
  layerPads,
  layersNodes,
  storedLayer,
  type StoredLayers,
} from './layer-nodes.js';
import { detailNetworkNodes } from '../detail/network-nodes.js';
import { moveNodes } from '../detail/move-nodes.js';
import type { DetailLayers } from '../detail/detail-layers.js';
import { strengthNodes } from '../detail/strength-nodes.js';
import { computedWindow, faceChannels, faceSize, mouthWindow } from '../../face/face-geometry.js';
import { spanLength } from '../../picture/geometry.js';
import { croppingPads } from './decoder-windows.js';
import { dataTypes, type Graph } from '../onnx/onnx.js';
import { decoderStages, type DecoderStage } from './portrait-graph.js';

/**
 * The part of the network that runs for every frame, up to finished pixels.
 * Inputs that change with the frame:
 * - `mel` `[frames, 1, 80, 16]`
 * - `mouthStrength` `[frames, 1, 1, 1]`: 0 is the portrait's own mouth, 1 the drawn one. Without detail
 *   (0..1), it is how much of the drawn mouth is visible; with detail (0..2), how far the pixels move
 * Inputs that belong to the portrait:
 * - the bias maps of {@link decoderStages}, in `precision`
 * - `toneMatrix` `[3, 3, 1, 1]` and `toneOffset` `[3]`: change the drawn colors
 * - `mask` `[1, 1, height, width]`, 0..1
 * - without detail: `rowMatrix` `[height, rows]` and `columnMatrix` `[columns, width]`, which resample
 *   the mouth window (with its halo) to the patch, and `basePatch` `[1, 3, height, width]` RGB 0..255:
 *   the portrait's own pixels, which remain where the mask is 0
 * - with detail: `face`, as in the portrait graph, and the inputs of {@link moveNodes}
 * Output: `patches` `[frames · height · width · 3]` RGB 0..255, pixel by pixel
 * In half precision, only the networks themselves use it: blending and moving are done in float32, so
 * that the portrait's own pixels remain exact.
 */
export function framesGraph(layers: StoredLayers, precision: Precision, detail?: DetailLayers): Graph {
  const graph = new GraphBuilder('frames', precision);
  const mel = graph.castToPrecision(graph.input('mel', 'float32', ['frames', 1, melBands, melWindowColumns]));
  const stages = decoderStages(layers);

  const [firstBlock = []] = wav2lip.faceDecoder;
  let mouth = layersNodes(graph, [...wav2lip.audioEncoder, ...firstBlock], layers, mel);
  for (const stage of stages) mouth = stageNodes(graph, stage, layers, mouth);
  mouth = toneNodes(graph, graph.castToFloat(graph.node('Sigmoid', [mouth], {}, 'mouth')));
  const strength = graph.input('mouthStrength', 'float32', ['frames', 1, 1, 1]);
  const picture = detail ? detailNodes(graph, mouth, strength, detail) : blendNodes(graph, mouth, strength);
  graph.output(toBytes(graph, picture), 'uint8', ['bytes']);
  return graph.graph();
}

/** Brings the drawn colors (BGR 0..1) into the portrait's own range. */
function toneNodes(graph: GraphBuilder, mouth: Value): Value {
  const matrix = graph.input('toneMatrix', 'float32', [3, 3, 1, 1]);
  return graph.node('Conv', [mouth, matrix, graph.input('toneOffset', 'float32', [3])], {
    kernel_shape: [1, 1],
  });
}

/** Moves the portrait's own pixels the way the mouth was drawn: `[1, 3, frames · height, width]`. */
function detailNodes(graph: GraphBuilder, mouth: Value, strength: Value, layers: DetailLayers): Value {
  const from = [
    mouthWindow.rows.from - computedWindow.rows.from,
    mouthWindow.columns.from - computedWindow.columns.from,
  ] as const;
  const drawn = graph.node('Slice', [
    mouth,
    graph.integers('drawn.starts', from),
    graph.integers('drawn.ends', [
      from[0] + spanLength(mouthWindow.rows),
      from[1] + spanLength(mouthWindow.columns),
    ]),
    graph.integers('drawn.axes', [2, 3]),
  ]);
  const face = graph.input('face', 'float32', [1, faceChannels, faceSize, faceSize]);
  const found = detailNetworkNodes(graph, layers, drawn, face);
  return moveNodes(graph, strengthNodes(graph, { drawn, ...found }, strength));
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
 * Resamples the mouth to the size of the patch, and blends it over the portrait:
 * `[frames, 3, height, width]`.
 */
function blendNodes(graph: GraphBuilder, mouth: Value, strength: Value): Value {
  const rowMatrix = graph.input('rowMatrix', 'float32', ['height', spanLength(computedWindow.rows)]);
  const columnMatrix = graph.input('columnMatrix', 'float32', [spanLength(computedWindow.columns), 'width']);
  const mask = graph.input('mask', 'float32', [1, 1, 'height', 'width']);
  const basePatch = graph.input('basePatch', 'float32', [1, 3, 'height', 'width']);

  // Checkpoints use BGR.
  const rgb = graph.node('Gather', [mouth, graph.integers('rgb', [2, 1, 0])], { axis: 1 });
  const resampled = graph.node('MatMul', [graph.node('MatMul', [rowMatrix, rgb]), columnMatrix]);
  const scaled = graph.node('Mul', [resampled, graph.floats('white', [], [255])]);
  const change = graph.node('Sub', [scaled, basePatch]);
  const weighted = graph.node('Mul', [change, graph.node('Mul', [mask, strength])]);
  return graph.node('Add', [basePatch, weighted]);
}

/** `[..., 3, height, width]` to bytes, pixel by pixel. */
function toBytes(graph: GraphBuilder, picture: Value): Value {
  // A cast truncates, so adding one half rounds.
  const rounded = graph.node('Add', [picture, graph.floats('half', [], [0.5])]);
  const clipped = graph.node('Clip', [rounded, graph.floats('min', [], [0]), graph.floats('max', [], [255])]);
  const pixels = graph.node('Transpose', [clipped], { perm: [0, 2, 3, 1] });
  // WebGPU cannot transpose bytes, and onnxruntime moves transpositions behind casts; the reshape
  // prevents that.
  const flat = graph.node('Reshape', [pixels, graph.integers('row', [-1])]);
  return graph.node('Cast', [flat], { to: dataTypes.uint8 }, 'patches');
}
