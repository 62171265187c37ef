import { smoothStep } from '../numeric/smooth-step.js';
import type { OpenMouth } from '../face/face.js';
import type { Point } from '../picture/geometry.js';
import { lipCurve, type LipCurve } from '../face/lip-curve.js';
import { mouthFrame, toFrame, type MouthFrame } from '../face/mouth-frame.js';

/** A margin of the lips that disappears with the inside, relative to half the mouth's width: detected edges are inexact. */
const inset = 0.05;
/** The share of the gap that the upper lip closes: larger in a smile than with a lowered jaw. */
const upperShare = { smile: 0.4, jaw: 0.15 } as const;
/** Maximum stretch of the upper lip, relative to its distance from the nose. */
const maxStretch = 0.3;
/** How far the chin of a wide open mouth moves, relative to the lower lip. */
const chinShare = 0.85;
/** Maximum rise of the chin, relative to its distance from the mouth. */
const maxChinRise = 0.5;

/** The displacement along one line from the nose to the chin, in the coordinates of the mouth. */
interface ClosingColumn {
  /** Where the lips meet. */
  readonly line: number;
  /** Displacement toward the chin at a height above or below the gap. */
  readonly above: (v: number) => number;
  readonly below: (v: number) => number;
}

/** The displacement field that closes a mouth. */
export interface ClosingField {
  readonly frame: MouthFrame;
  readonly columnAt: (u: number) => ClosingColumn;
  /** The field is zero above, below, and farther from the middle. */
  readonly top: number;
  readonly bottom: number;
  readonly side: number;
}

/**
 * Computes the displacement field that brings both lips together on an arc between the corners of the
 * mouth. The lips keep their thickness. Above the upper lip, the displacement fades out toward the nose;
 * below the lower lip, toward the chin. The chin of a wide open mouth rises with the jaw, and moves a
 * part of the neck.
 */
export function closingField({ upperLip, lowerLip, nose, chin }: OpenMouth, faceWidth: number): ClosingField {
  const [left, right] = [upperLip.inner[0], upperLip.inner.at(-1)];
  if (!left || !right) throw new RangeError('The lip has no corners.');
  const frame = mouthFrame(left, right);
  const { half } = frame;
  const edge = (points: readonly Point[]) => lipCurve(points.map((point) => toFrame(frame, point)));
  const [upperEdge, lowerEdge] = [edge(upperLip.inner), edge(lowerLip.inner)];
  const [upperOuter, lowerOuter] = [edge(upperLip.outer), edge(lowerLip.outer)];
  const insetAt = (u: number) => inset * half * Math.sqrt(Math.max(0, 1 - (u / half) ** 2));
  const upper: LipCurve = (u) => (Math.abs(u) < half ? upperEdge(u) - insetAt(u) : 0);
  const lower: LipCurve = (u) => (Math.abs(u) < half ? Math.max(upperEdge(u), lowerEdge(u)) + insetAt(u) : 0);

  const [noseHeight, chinHeight] = [toFrame(frame, nose)[1], toFrame(frame, chin)[1]];
  const gap = lower(0) - upper(0);
  const opening = gap / (2 * half);
  const share = Math.min(
    upperShare.smile + (upperShare.jaw - upperShare.smile) * smoothStep(0.15, 0.5, opening),
    (maxStretch * Math.max(0, upper(0) - noseHeight)) / gap,
  );
  const middle = upper(0) + share * gap;
  const chinRise = Math.min(
    maxChinRise * chinHeight,
    (1 - share) * gap * chinShare * smoothStep(0.1, 0.55, opening),
  );
  const neck = Math.max(2.5 * chinRise, 0.5 * chinHeight);
  const side = Math.max(half, faceWidth / 2);

  const columnAt = (u: number): ClosingColumn => {
    const [top, bottom] = [upper(u), lower(u)];
    const arc = middle * Math.max(0, 1 - (u / half) ** 2);
    const line = Math.min(bottom, Math.max(Math.min(top, 0), arc));
    const jawRise = chinRise * (1 - smoothStep(0.2, 1, Math.abs(u) / side));
    const jaw = (v: number) =>
      jawRise * smoothStep(0, chinHeight, v) * (1 - smoothStep(chinHeight, chinHeight + neck, v));
    const lipRise = bottom - line;
    const lipStart = Math.min(upperOuter(u), top);
    const [lipEnd, chinEnd] = [lowerOuter(u), Math.max(lowerOuter(u) + 2, 0.97 * chinHeight)];
    return {
      line,
      above: (v) => (line - top) * smoothStep(noseHeight, lipStart, v),
      below: (v) => {
        const height = Math.max(v, bottom);
        const toJaw = smoothStep(lipEnd, chinEnd, height);
        return -(1 - toJaw) * lipRise - toJaw * jaw(height);
      },
    };
  };
  return { frame, columnAt, top: noseHeight, bottom: chinHeight + neck, side };
}
