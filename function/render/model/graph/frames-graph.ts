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
import type { DetailLayers } from '../detail/detail-layers.js';
import { hiddenNodes } from '../detail/hidden-nodes.js';
import { computedWindow, faceChannels, faceSize, mouthWindow } from '../../face/face-geometry.js';
import { spanLength } from '../../picture/geometry.js';
import { croppingPads } from './decoder-windows.js';
import { dataTypes, type Graph } from '../onnx/onnx.js';
import { decoderStages, type DecoderStage } from './portrait-graph.js';

/** Outputs of the frames graph, by name. */
export const framesOutputs = { drawn: 'drawn', motion: 'motion', hidden: 'hidden' } as const;

/**
 * The part of the network that runs for every frame. It says how the mouth moves; the compositor moves
 * the portrait's pixels.
 * - `mel` `[frames, 1, 80, 16]`
 * Inputs that belong to the portrait:
 * - the bias maps of {@link decoderStages}, in `precision`
 * - `toneMatrix` `[3, 3, 1, 1]` and `toneOffset` `[3]`: change the drawn colors before the detail network
 *   compares them with the portrait's
 * - with detail: `face`, as in the portrait graph
 * Outputs:
 * - `drawn` `[frames · 44 · 68 · 3]` RGB 0..255: the mouth window, pixel by pixel
 * - with detail: `motion` `[frames, 2, 44, 68]`: where in the portrait each pixel comes from, relative to
 *   itself, x and y in pixels of the 96×96 face; and `hidden` `[frames · 88 · 136]` 0..255: how far the
 *   portrait is hidden by what was drawn
 */
export function framesGraph(layers: StoredLayers, precision: Precision, detail?: DetailLayers): Graph {
  const graph = new GraphBuilder('frames', precision);
  const mel = graph.castToPrecision(graph.input('mel', 'float32', ['frames', 1, melBands, melWindowColumns]));
  const stages = decoderStages(layers);

  const [firstBlock = []] = wav2lip.faceDecoder;
  let mouth = layersNodes(graph, [...wav2lip.audioEncoder, ...firstBlock], layers, mel);
  for (const stage of stages) mouth = stageNodes(graph, stage, layers, mouth);
  mouth = toneNodes(graph, graph.castToFloat(graph.node('Sigmoid', [mouth], {}, 'mouth')));
  const drawn = windowNodes(graph, mouth);
  if (detail) motionNodes(graph, drawn, detail);
  // Checkpoints use BGR.
  const rgb = graph.node('Gather', [drawn, graph.integers('rgb', [2, 1, 0])], { axis: 1 });
  const pixels = graph.node('Transpose', [rgb], { perm: [0, 2, 3, 1] });
  graph.output(toBytes(graph, pixels, framesOutputs.drawn), 'uint8', ['bytes']);
  return graph.graph();
}

/** Brings the drawn colors (BGR 0..1) into the portrait's own range. */
function toneNodes(graph: GraphBuilder, mouth: Value): Value {
  const matrix = graph.input('toneMatrix', 'float32', [3, 3, 1, 1]);
  return graph.node('Conv', [mouth, matrix, graph.input('toneOffset', 'float32', [3])], {
    kernel_shape: [1, 1],
  });
}

/** The mouth window without the halo of the last stage: `[frames, 3, 44, 68]`. */
function windowNodes(graph: GraphBuilder, mouth: Value): Value {
  const from = [
    mouthWindow.rows.from - computedWindow.rows.from,
    mouthWindow.columns.from - computedWindow.columns.from,
  ] as const;
  return graph.node('Slice', [
    mouth,
    graph.integers('drawn.starts', from),
    graph.integers('drawn.ends', [
      from[0] + spanLength(mouthWindow.rows),
      from[1] + spanLength(mouthWindow.columns),
    ]),
    graph.integers('drawn.axes', [2, 3]),
  ]);
}

/** Adds the outputs of the detail network. */
function motionNodes(graph: GraphBuilder, drawn: Value, layers: DetailLayers): void {
  const face = graph.input('face', 'float32', [1, faceChannels, faceSize, faceSize]);
  const { flow, visibility } = detailNetworkNodes(graph, layers, drawn, face);
  const motion = graph.node('Identity', [flow], {}, framesOutputs.motion);
  const size = [spanLength(mouthWindow.rows), spanLength(mouthWindow.columns)] as const;
  graph.output(motion, 'float32', ['frames', 2, ...size]);
  graph.output(toBytes(graph, hiddenNodes(graph, visibility), framesOutputs.hidden), 'uint8', ['shares']);
}

function stageNodes(graph: GraphBuilder, stage: DecoderStage, layers: StoredLayers, input: Value): Value {
  const { layer, rest, biasMap } = stage;
  const [decoder] = storedLayer(layers, layer).weight;
  const pads = layer.transposed ? croppingPads(stage.input, stage.output, layer.stride[0]) : layerPads(layer);
  const own = convolution(graph, layer, [input, constant(graph, `${layer.name}.decoder`, decoder)], { pads });
  const sum = graph.node('Add', [own, graph.input(biasMap.name, graph.precision, biasMap.shape)]);
  return layersNodes(graph, rest, layers, graph.node('Relu', [sum], {}, layer.name));
}

/** 0..1 to bytes, in the same order. */
function toBytes(graph: GraphBuilder, values: Value, name: string): Value {
  const scaled = graph.node('Mul', [values, graph.floats(`${name}.white`, [], [255])]);
  // A cast truncates, so adding one half rounds.
  const rounded = graph.node('Add', [scaled, graph.floats(`${name}.half`, [], [0.5])]);
  const clipped = graph.node('Clip', [
    rounded,
    graph.floats(`${name}.min`, [], [0]),
    graph.floats(`${name}.max`, [], [255]),
  ]);
  // WebGPU cannot transpose bytes, and onnxruntime moves transpositions behind casts; the reshape
  // prevents that.
  const flat = graph.node('Reshape', [clipped, graph.integers(`${name}.row`, [-1])]);
  return graph.node('Cast', [flat], { to: dataTypes.uint8 }, name);
}
