import { mouthWindow } from '../../face/face-geometry.js';
import { spanLength } from '../../picture/geometry.js';
import type { GraphBuilder, Value } from '../onnx/graph-builder.js';
import { clipNodes, sampleNodes, sliceNodes } from './sampling-nodes.js';

const fineRows = 2 * spanLength(mouthWindow.rows);
const fineColumns = 2 * spanLength(mouthWindow.columns);

/**
 * Moves the portrait's own pixels, and fills in color where the portrait shows nothing, such as an
 * open mouth. Inputs that belong to the portrait:
 * - `detailRowMatrix` `[height, 88]` and `detailColumnMatrix` `[136, width]`: resample the window at
 *   twice its resolution to the patch
 * - `source` `[1, 3, 2 · height − 1, 2 · width − 1]` RGB 0..255: the portrait's patch with a new pixel
 *   between each two
 * - `grid` `[1, height, width, 2]`: x and y of each pixel, -1..1, and `motionScale` `[2]`: a pixel of
 *   the 96×96 face in the same units
 * - `mask` `[1, 1, height, width]`, 0..1: how much of the motion each pixel follows
 * @param sheet `[frames, 6, 88, 136]`: motion (x, y), color (RGB 0..1), how far the portrait is hidden
 * @returns `[1, 3, frames · height, width]` RGB 0..255
 */
export function moveNodes(graph: GraphBuilder, sheet: Value): Value {
  const enlarged = toPatch(graph, sheet);
  const mask = graph.input('mask', 'float32', [1, 1, 'height', 'width']);
  const part = (name: string, from: number, to: number) =>
    sliceNodes(graph, `detail.patch.${name}`, enlarged, { axis: 0, from, to });

  const flow = graph.node('Transpose', [graph.node('Mul', [part('flow', 0, 2), mask])], {
    perm: [1, 2, 3, 0],
  });
  const units = graph.node('Mul', [flow, graph.input('motionScale', 'float32', [2])]);
  const points = graph.node('Add', [units, graph.input('grid', 'float32', [1, 'height', 'width', 2])]);
  const source = graph.input('source', 'float32', [1, 3, 'sourceHeight', 'sourceWidth']);
  // The frames are sampled as one tall picture, so that the source is not copied for each of them.
  const moved = sampleNodes(graph, 'detail.move', source, points, [1, -1, 0, 2]);

  const stack = (value: Value, channels: number) =>
    graph.node('Reshape', [value, graph.integers(`detail.stack.${String(channels)}`, [1, channels, -1, 0])]);
  const color = graph.node('Mul', [stack(part('color', 2, 5), 3), graph.floats('detail.white', [], [255])]);
  const hidden = clipNodes(graph, 'detail.hidden', part('hidden', 5, 6), 0, 1);
  const opened = stack(graph.node('Mul', [hidden, mask]), 1);
  return graph.node('Add', [moved, graph.node('Mul', [graph.node('Sub', [color, moved]), opened])]);
}

/** `[frames, 6, 88, 136]` to `[6, frames, height, width]`, at the resolution of the patch. */
function toPatch(graph: GraphBuilder, sheet: Value): Value {
  const rowMatrix = graph.input('detailRowMatrix', 'float32', ['height', fineRows]);
  const columnMatrix = graph.input('detailColumnMatrix', 'float32', [fineColumns, 'width']);
  const channelsFirst = graph.node('Transpose', [sheet], { perm: [1, 0, 2, 3] });
  return graph.node('MatMul', [graph.node('MatMul', [rowMatrix, channelsFirst]), columnMatrix]);
}
