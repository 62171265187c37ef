import { detailPortraitNodes } from '../detail/network-nodes.js';
import type { DetailLayers } from '../detail/detail-layers.js';
import { wav2lip, type Layer } from '../layers/network.js';
import { GraphBuilder, type Precision, type Value } from '../onnx/graph-builder.js';
import {
  constant,
  convolution,
  layerPads,
  layersNodes,
  storedLayer,
  type StoredLayers,
} from './layer-nodes.js';
import { faceChannels, faceSize } from '../../face/face-geometry.js';
import { spanLength, type Window } from '../../picture/geometry.js';
import { croppingPads, decoderWindows, fullWindow } from './decoder-windows.js';
import type { Graph } from '../onnx/onnx.js';

/** What a portrait adds to a decoder stage in every frame: the encoder's share and the bias. */
interface BiasMap {
  readonly name: string;
  /** `[1, channels, height, width]` */
  readonly shape: readonly [1, number, number, number];
}

/** A decoder stage that takes the encoder's features: its first layer, and where it computes. */
export interface DecoderStage {
  readonly layer: Layer;
  readonly rest: readonly Layer[];
  /** Window of the previous stage's output. */
  readonly input: Window;
  readonly output: Window;
  readonly biasMap: BiasMap;
}

/** The seven decoder stages whose input includes encoder features, output block included. */
export function decoderStages(layers: StoredLayers): readonly DecoderStage[] {
  const windows = decoderWindows();
  const blocks = [...wav2lip.faceDecoder, wav2lip.output];
  return blocks.slice(1).flatMap(([layer, ...rest], k) => {
    const input = windows[k];
    const output = windows[k + 1] ?? input;
    if (!layer || !input || !output) return [];
    const channels = storedLayer(layers, layer).bias.shape[0] ?? 0;
    const shape = [1, channels, spanLength(output.rows), spanLength(output.columns)] as const;
    return [{ layer, rest, input, output, biasMap: { name: `bias_map_${String(k + 1)}`, shape } }];
  });
}

/**
 * The part of the network that does not depend on the voice; it runs once per portrait.
 * - `face` `[1, 6, 96, 96]` BGR 0..1: the crop with its lower half blanked, then the whole crop
 * - one output for each {@link BiasMap}, and those of the detail network, in `precision`
 */
export function portraitGraph(layers: StoredLayers, precision: Precision, detail: DetailLayers): Graph {
  const graph = new GraphBuilder('portrait', precision);
  const crop = graph.input('face', 'float32', [1, faceChannels, faceSize, faceSize]);
  detailPortraitNodes(graph, detail, crop);
  let face = graph.castToPrecision(crop);
  const skips: Value[] = [];
  for (const block of wav2lip.faceEncoder) skips.push((face = layersNodes(graph, block, layers, face)));

  for (const { layer, input, output, biasMap } of decoderStages(layers)) {
    const skip = skips.pop();
    const { weight, bias } = storedLayer(layers, layer);
    const encoder = weight[1];
    if (!skip || !encoder) continue;
    const inputs = [
      skip,
      constant(graph, `${layer.name}.encoder`, encoder),
      constant(graph, `${layer.name}.bias`, bias),
    ];
    if (layer.transposed) {
      const pads = croppingPads(fullWindow(input.size), output, layer.stride[0]);
      graph.node('Identity', [convolution(graph, layer, inputs, { pads })], {}, biasMap.name);
    } else {
      sliceNode(graph, convolution(graph, layer, inputs, { pads: layerPads(layer) }), output, biasMap.name);
    }
    graph.output(biasMap.name, precision, biasMap.shape);
  }
  return graph.graph();
}

function sliceNode(graph: GraphBuilder, value: Value, { rows, columns }: Window, name: string): void {
  const integers = (suffix: string, numbers: readonly number[]) =>
    graph.integers(`${name}.${suffix}`, numbers);
  graph.node(
    'Slice',
    [
      value,
      integers('starts', [rows.from, columns.from]),
      integers('ends', [rows.to, columns.to]),
      integers('axes', [2, 3]),
    ],
    {},
    name,
  );
}
