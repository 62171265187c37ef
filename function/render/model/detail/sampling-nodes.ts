import type { GraphBuilder, Value } from '../onnx/graph-builder.js';

/** Pixel centers of the edges are at -1 and 1; points outside are clipped to them first. */
const options = { mode: 'bilinear', padding_mode: 'zeros', align_corners: 1 };

/**
 * Samples a picture at points, with linear interpolation; edge pixels repeat. onnxruntime is a third
 * faster with zeros outside of the picture and clipped points than with its own repetition.
 * @param picture `[n, channels, height, width]`
 * @param points `[n, ..., ..., 2]`, x and y, -1..1
 * @param reshape a shape for the points after clipping, if they have another one
 */
export function sampleNodes(
  graph: GraphBuilder,
  name: string,
  picture: Value,
  points: Value,
  reshape?: readonly number[],
): Value {
  const clipped = clipNodes(graph, name, points, -1, 1);
  const shaped = reshape
    ? graph.node('Reshape', [clipped, graph.integers(`${name}.shape`, reshape)])
    : clipped;
  return graph.node('GridSample', [picture, shaped], options);
}

export function clipNodes(graph: GraphBuilder, name: string, value: Value, min: number, max: number): Value {
  return graph.node('Clip', [
    value,
    graph.floats(`${name}.min`, [], [min]),
    graph.floats(`${name}.max`, [], [max]),
  ]);
}

/** A range of one axis. */
export function sliceNodes(
  graph: GraphBuilder,
  name: string,
  value: Value,
  { axis, from, to }: { axis: number; from: number; to: number },
): Value {
  const integers = (suffix: string, number: number) => graph.integers(`${name}.${suffix}`, [number]);
  return graph.node('Slice', [value, integers('start', from), integers('end', to), integers('axis', axis)]);
}
