import { describe, expect, test } from 'vitest';
import type { DetectorBox } from './detector-boxes.js';
import { distinctBoxes } from './distinct-boxes.js';

function box(x: number, score: number, side = 10): DetectorBox {
  return { center: [x, 50], width: side, height: side, score, nose: [x, 50], mouth: [x, 53] };
}

const scoresOf = (boxes: readonly DetectorBox[]) => boxes.map(({ score }) => score);

describe('distinctBoxes', () => {
  test('keeps the better of two boxes that overlap, and a third one apart from them', () => {
    expect(scoresOf(distinctBoxes([box(50, 0.6), box(52, 0.9), box(90, 0.5)], 0.1, 10))).toEqual([0.9, 0.5]);
  });

  test('keeps boxes that touch or share less than the limit', () => {
    // 1 of 10 columns is shared: 10 of 190 pixels.
    expect(distinctBoxes([box(50, 0.6), box(59, 0.9)], 0.1, 10)).toHaveLength(2);
    expect(distinctBoxes([box(50, 0.6), box(59, 0.9)], 0.05, 10)).toHaveLength(1);
    expect(distinctBoxes([box(50, 0.6), box(60, 0.9)], 0.05, 10)).toHaveLength(2);
  });

  test('keeps a box that overlaps only a dropped one', () => {
    const boxes = [box(50, 0.9), box(57, 0.8), box(64, 0.7)];
    expect(scoresOf(distinctBoxes(boxes, 0.1, 10))).toEqual([0.9, 0.7]);
  });

  test('keeps at most the wanted number, and boxes without an area', () => {
    expect(scoresOf(distinctBoxes([box(10, 0.5), box(50, 0.6), box(90, 0.7)], 0.1, 2))).toEqual([0.7, 0.6]);
    expect(distinctBoxes([box(10, 0.5, 0), box(10, 0.6, 0)], 0.1, 2)).toHaveLength(2);
  });
});
