import type { NetworkValues } from '../../gpu/network-run.js';
import type { Point } from '../../picture/geometry.js';
import { anchorCount, detectorGrids, detectorSide } from './face-networks.js';

/** A box that BlazeFace suggests, in pixels of its input. */
export interface DetectorBox {
  readonly center: Point;
  readonly width: number;
  readonly height: number;
  /** Confidence, 0..1. */
  readonly score: number;
  /** Tip of the nose. */
  readonly nose: Point;
  /** Middle of the mouth. */
  readonly mouth: Point;
}

/** Numbers for each anchor: the box, and x and y of six points. */
const perAnchor = 16;
/** Where the points begin among them; the third is the nose, the fourth the mouth. */
const [noseAt, mouthAt] = [4 + 2 * 2, 4 + 2 * 3];

/**
 * Decodes BlazeFace's output: each anchor gives a score as a logit, and a box and six points relative to
 * the anchor's middle, in pixels. The anchors of a cell differ in their weights only.
 *
 * Source: Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs", 2019; the
 * grids are those of MediaPipe's model for the back camera, with 256 × 256 pixels.
 * @param outputs `scores16` `[512]` and `boxes16` `[512, 16]` of the cells of 16 pixels, `scores32` `[384]`
 *   and `boxes32` `[384, 16]` of those of 32 pixels
 * @returns the boxes with a score above `minScore`
 */
export function decodeBoxes(outputs: NetworkValues, minScore: number): DetectorBox[] {
  return detectorGrids.flatMap((grid) => {
    const { stride, anchorsPerCell } = grid;
    const scores = outputs[`scores${String(stride)}`];
    const boxes = outputs[`boxes${String(stride)}`];
    if (!scores || !boxes) throw new RangeError('the face detector has other outputs');
    const cells = detectorSide / stride;
    const found: DetectorBox[] = [];
    for (let anchor = 0; anchor < anchorCount(grid); anchor++) {
      const score = 1 / (1 + Math.exp(-(scores[anchor] ?? 0)));
      if (score <= minScore) continue;
      const cell = Math.floor(anchor / anchorsPerCell);
      const x = stride * ((cell % cells) + 0.5);
      const y = stride * (Math.floor(cell / cells) + 0.5);
      const numbers = boxes.subarray(perAnchor * anchor, perAnchor * (anchor + 1));
      const pointAt = (index: number): Point => [x + (numbers[index] ?? 0), y + (numbers[index + 1] ?? 0)];
      const [, , width = 0, height = 0] = numbers;
      found.push({
        score,
        center: pointAt(0),
        width,
        height,
        nose: pointAt(noseAt),
        mouth: pointAt(mouthAt),
      });
    }
    return found;
  });
}
