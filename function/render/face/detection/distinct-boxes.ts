import type { DetectorBox } from './detector-boxes.js';

/**
 * Non-maximum suppression: keeps the boxes with the highest scores, and drops each that overlaps a better
 * one.
 * @param maxOverlap shared area as a share of what two boxes cover together; a box with more is dropped
 * @returns at most `maxBoxes`, the highest score first
 */
export function distinctBoxes(
  boxes: readonly DetectorBox[],
  maxOverlap: number,
  maxBoxes: number,
): DetectorBox[] {
  const kept: DetectorBox[] = [];
  for (const box of [...boxes].sort((a, b) => b.score - a.score)) {
    if (kept.length === maxBoxes) break;
    if (kept.every((other) => overlap(other, box) < maxOverlap)) kept.push(box);
  }
  return kept;
}

function overlap(a: DetectorBox, b: DetectorBox): number {
  const shared =
    sharedLength(a.center[0], a.width, b.center[0], b.width) *
    sharedLength(a.center[1], a.height, b.center[1], b.height);
  const both = a.width * a.height + b.width * b.height - shared;
  return both > 0 ? shared / both : 0;
}

function sharedLength(a: number, aLength: number, b: number, bLength: number): number {
  const end = Math.min(a + aLength / 2, b + bLength / 2);
  return Math.max(0, end - Math.max(a - aLength / 2, b - bLength / 2));
}
