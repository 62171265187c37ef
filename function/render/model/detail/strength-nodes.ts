import { mouthWindow } from '../../face/face-geometry.js';
import { spanLength } from '../../picture/geometry.js';
import { transpose } from '../../picture/resampling.js';
import type { GraphBuilder, Value } from '../onnx/graph-builder.js';
import { cubicKernel, doublingMatrix, linearKernel } from '../../portrait/enlarging.js';
import { clipNodes, sampleNodes, sliceNodes } from './sampling-nodes.js';
import { pixelGrid } from '../../picture/pixel-grid.js';

const rows = spanLength(mouthWindow.rows);
const columns = spanLength(mouthWindow.columns);
/** An untrained network shows the portrait. */
const visibilityBias = -3;
/**
 * Sharpens the edge of what is filled with color, and keeps closed lips closed: the network was trained
 * with 1 and is unsure by a pixel. At 1.5, the share of closed p, b, and m rises.
 */
const visibilitySlope = 1.5;
const maxColorCorrection = 0.5;
/** How far away the motion at another strength is looked up, in pixels of the 96×96 face. */
const maxLookup = 8;
const lookupSteps = 3;

/** What the detail network found. */
export interface DrawnMotion {
  /** `[frames, 3, 44, 68]` BGR 0..1: the mouth window that Wav2Lip drew. */
  readonly drawn: Value;
  /** `[frames, 2, 44, 68]` */
  readonly flow: Value;
  /** `[frames, 4, 88, 136]` */
  readonly color: Value;
}

/**
 * Motion, color, and visibility at a mouth strength.
 *
 * All three belong to pixels of the drawn mouth, so that scaling the motion in place would move the
 * skin, but not the edge of the opening. Instead, pixel x of the result shows what the drawn mouth has
 * at x', where x = x' + (1 − strength) · flow(x'); x' is found by iteration. Strength 1 is the drawn
 * mouth, and 0 the portrait.
 * @param strength `[frames, 1, 1, 1]`, 0..2
 * @returns `[frames, 6, 88, 136]`: motion (x, y), color (RGB 0..1), how far the portrait is hidden
 */
export function strengthNodes(graph: GraphBuilder, motion: DrawnMotion, strength: Value): Value {
  const one = graph.floats('detail.strength.one', [], [1]);
  const excess = graph.node('Sub', [strength, one]);
  let offset = lookupOffset(graph, motion.flow, excess, 0);
  for (let step = 1; step < lookupSteps; step++) {
    const found = sampleAt(graph, `detail.step${String(step)}`, motion.flow, offset, [rows, columns]);
    offset = lookupOffset(graph, found, excess, step);
  }
  const sheet = graph.node(
    'Concat',
    [enlarge(graph, 'detail.flow', motion.flow, linearKernel), ...colorNodes(graph, motion)],
    { axis: 1 },
  );
  const fineOffset = graph.node('Mul', [
    enlarge(graph, 'detail.offset', offset, linearKernel),
    graph.floats('detail.offset.scale', [], [2]),
  ]);
  const found = sampleAt(graph, 'detail.fine', sheet, fineOffset, [2 * rows, 2 * columns]);
  const part = (name: string, from: number, to: number) =>
    sliceNodes(graph, `detail.fine.${name}`, found, { axis: 1, from, to });
  // Points of the opening have no counterpart in a closed mouth.
  const fade = graph.node('Min', [graph.node('Mul', [strength, graph.floats('detail.fade', [], [2])]), one]);
  return graph.node(
    'Concat',
    [
      graph.node('Mul', [part('flow', 0, 2), strength]),
      part('color', 2, 5),
      graph.node('Mul', [part('hidden', 5, 6), fade]),
    ],
    { axis: 1 },
  );
}

/** `(strength − 1) · flow`, limited to {@link maxLookup}. */
function lookupOffset(graph: GraphBuilder, flow: Value, excess: Value, step: number): Value {
  const wanted = graph.node('Mul', [flow, excess]);
  return clipNodes(graph, `detail.lookup${String(step)}`, wanted, -maxLookup, maxLookup);
}

/**
 * Samples a picture at points that are offset from its own pixels.
 * @param offset `[frames, 2, height, width]`, x and y in pixels of the picture
 */
function sampleAt(
  graph: GraphBuilder,
  name: string,
  picture: Value,
  offset: Value,
  [height, width]: readonly [number, number],
): Value {
  const units = graph.floats(`${name}.units`, [2], [2 / (width - 1), 2 / (height - 1)]);
  const moved = graph.node('Mul', [graph.node('Transpose', [offset], { perm: [0, 2, 3, 1] }), units]);
  const own = graph.floats(`${name}.grid`, [1, height, width, 2], pixelGrid(height, width));
  return sampleNodes(graph, name, picture, graph.node('Add', [moved, own]));
}

/** The drawn color at twice its resolution, corrected, RGB 0..1; and how far the portrait is hidden. */
function colorNodes(graph: GraphBuilder, { drawn, color }: DrawnMotion): [rgb: Value, hidden: Value] {
  const part = (name: string, from: number, to: number) =>
    sliceNodes(graph, `detail.${name}`, color, { axis: 1, from, to });
  const correction = graph.node('Mul', [
    graph.node('Tanh', [part('correction', 0, 3)]),
    graph.floats('detail.correction.max', [], [maxColorCorrection]),
  ]);
  const enlarged = enlarge(graph, 'detail.drawn', drawn, cubicKernel);
  const bgr = clipNodes(graph, 'detail.bgr', graph.node('Add', [enlarged, correction]), 0, 1);
  const rgb = graph.node('Gather', [bgr, graph.integers('detail.rgb', [2, 1, 0])], { axis: 1 });
  const visibility = graph.node('Add', [
    part('visibility', 3, 4),
    graph.floats('detail.visibility.bias', [], [visibilityBias]),
  ]);
  const steep = graph.node('Mul', [
    visibility,
    graph.floats('detail.visibility.slope', [], [visibilitySlope]),
  ]);
  return [rgb, graph.node('Sigmoid', [steep])];
}

/** Doubles the size of pictures of the mouth window: `[frames, n, 44, 68]` to `[frames, n, 88, 136]`. */
function enlarge(graph: GraphBuilder, name: string, picture: Value, kernel: readonly number[]): Value {
  const down = graph.floats(`${name}.rows`, [2 * rows, rows], doublingMatrix(rows, kernel));
  const across = transpose(doublingMatrix(columns, kernel), 2 * columns, columns);
  const right = graph.floats(`${name}.columns`, [columns, 2 * columns], across);
  return graph.node('MatMul', [graph.node('MatMul', [down, picture]), right]);
}
