import { faceSize, mouthWindow } from '../../face/face-geometry.js';
import { spanLength } from '../../picture/geometry.js';
import type { GraphBuilder, Value } from '../onnx/graph-builder.js';
import type { DetailLayer, DetailLayers } from './detail-layers.js';

/*
 * The detail network of `training/detail/network.py`. It compares the mouth that Wav2Lip drew with the
 * portrait's and says how the portrait's pixels move. The part that sees only the portrait runs once
 * per portrait, in the portrait graph; its outputs are inputs of every frame.
 */

/** What the portrait adds to a layer of every frame. Names as the bias cache expects them. */
export const detailBiasMaps = { entry: 'bias_map_detail_entry', exit: 'bias_map_detail_exit' };

/** The mouth window at half size, where most of the network computes. */
const half = [spanLength(mouthWindow.rows) / 2, spanLength(mouthWindow.columns) / 2] as const;

/** Adds the two outputs of {@link detailBiasMaps} to the portrait graph; `face` `[1, 6, 96, 96]` float32. */
export function detailPortraitNodes(graph: GraphBuilder, layers: DetailLayers, face: Value): void {
  const portrait = graph.castToPrecision(centered(graph, portraitWindow(graph, face)));
  const first = relu(
    graph,
    convolve(graph, layers, 'portrait.first', { input: portrait, stride: 2, pad: 2 }),
  );
  const features = residual(graph, first, convolve(graph, layers, 'portrait.second', { input: first }));
  for (const [layer, name] of Object.entries(detailBiasMaps)) {
    const map = convolve(graph, layers, `portrait.${layer}`, { input: features });
    graph.node('Identity', [map], {}, name);
    graph.output(name, graph.precision, [1, widthOf(layers), ...half]);
  }
}

/**
 * The network's answer for a drawn mouth.
 * @param drawn `[frames, 3, 44, 68]` BGR 0..1, the mouth window
 * @param face `[1, 6, 96, 96]` BGR 0..1, the crop; both float32
 * @returns `flow` `[frames, 2, 44, 68]`: where in the portrait each pixel comes from, relative to
 *   itself, x and y in pixels of the 96×96 face; `visibility` `[frames, 1, 88, 136]` of the drawn mouth
 *   before the portrait, before its activation; both float32
 */
export function detailNetworkNodes(
  graph: GraphBuilder,
  layers: DetailLayers,
  drawn: Value,
  face: Value,
): { flow: Value; visibility: Value } {
  const change = graph.node('Sub', [drawn, portraitWindow(graph, face)]);
  const scaledChange = graph.node('Mul', [change, graph.floats('detail.change', [], [4])]);
  const input = graph.node('Concat', [centered(graph, drawn), scaledChange], { axis: 1 });
  const biasMap = (name: string) => graph.input(name, graph.precision, [1, widthOf(layers), ...half]);

  const entry = convolve(graph, layers, 'entry', { input: graph.castToPrecision(input), stride: 2, pad: 2 });
  let high = relu(graph, graph.node('Add', [entry, biasMap(detailBiasMaps.entry)]));
  high = residual(graph, high, convolve(graph, layers, 'high', { input: high }));

  let low = relu(graph, convolve(graph, layers, 'down', { input: high, stride: 2 }));
  low = residual(graph, low, convolve(graph, layers, 'deep1', { input: low }));
  low = residual(graph, low, convolve(graph, layers, 'deep2', { input: low, dilation: 2, pad: 2 }));

  const { weight, bias } = layerOf(layers, 'up');
  const up = graph.node('ConvTranspose', [low, ...stored(graph, 'up', { weight, bias })], {
    kernel_shape: [2, 2],
    strides: [2, 2],
  });
  const sum = graph.node('Add', [graph.node('Add', [up, high]), biasMap(detailBiasMaps.exit)]);
  let out = relu(graph, convolve(graph, layers, 'exit1', { input: relu(graph, sum) }));
  out = residual(graph, out, convolve(graph, layers, 'exit2', { input: out }));

  const shuffled = (name: string, blocksize: number) =>
    graph.castToFloat(
      graph.node('DepthToSpace', [convolve(graph, layers, name, { input: out, pad: 0 })], {
        blocksize,
        mode: 'CRD',
      }),
    );
  return { flow: shuffled('flow', 2), visibility: shuffled('visibility', 4) };
}

/** The mouth window of the whole crop: `[1, 3, 44, 68]` BGR 0..1, float32. */
function portraitWindow(graph: GraphBuilder, face: Value): Value {
  const { rows, columns } = mouthWindow;
  const integers = (name: string, numbers: readonly number[]) =>
    graph.integers(`detail.window.${name}`, numbers);
  return graph.node('Slice', [
    face,
    integers('starts', [3, rows.from, columns.from]),
    integers('ends', [6, Math.min(faceSize, rows.to), columns.to]),
    integers('axes', [1, 2, 3]),
  ]);
}

/** 0..1 to -1..1, in float32. */
function centered(graph: GraphBuilder, picture: Value): Value {
  const doubled = graph.node('Mul', [picture, graph.floats('detail.two', [], [2])]);
  return graph.node('Sub', [doubled, graph.floats('detail.one', [], [1])]);
}

function relu(graph: GraphBuilder, value: Value): Value {
  return graph.node('Relu', [value]);
}

/** `relu(branch) + input` */
function residual(graph: GraphBuilder, input: Value, branch: Value): Value {
  return graph.node('Add', [relu(graph, branch), input]);
}

/** What a layer is applied to, and how. */
interface Convolved {
  readonly input: Value;
  readonly stride?: number;
  readonly pad?: number;
  readonly dilation?: number;
}

function convolve(
  graph: GraphBuilder,
  layers: DetailLayers,
  name: string,
  { input, stride = 1, pad = 1, dilation = 1 }: Convolved,
): Value {
  const layer = layerOf(layers, name);
  return graph.node('Conv', [input, ...stored(graph, name, layer)], {
    kernel_shape: layer.weight.shape.slice(2),
    strides: [stride, stride],
    pads: [pad, pad, pad, pad],
    dilations: [dilation, dilation],
  });
}

function stored(graph: GraphBuilder, name: string, { weight, bias }: DetailLayer): [Value, Value] {
  return [
    graph.weights(`detail.${name}.weight`, weight.shape, weight.place),
    graph.weights(`detail.${name}.bias`, bias.shape, bias.place),
  ];
}

function layerOf(layers: DetailLayers, name: string): DetailLayer {
  const layer = layers.get(name);
  if (!layer) throw new RangeError(`layer ${name} of the detail network was not stored`);
  return layer;
}

function widthOf(layers: DetailLayers): number {
  return layerOf(layers, 'high').weight.shape[0] ?? 0;
}
