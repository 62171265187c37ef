import type { Picture } from '../picture/decode-picture.js';
import { lipEdges } from './contours-of-mesh.js';
import type { OpenMouth } from './face.js';
import type { Point } from '../picture/geometry.js';
import { mouthOpening, type FaceMesh } from './face-mesh.js';
import { lipCurve, type LipCurve } from './lip-curve.js';
import { mouthColors } from './mouth-colors.js';
import { fromFrame, mouthFrame, toFrame } from './mouth-frame.js';
import { mouthInterior } from './mouth-interior.js';

const belowNose = 2;
const chin = 152;

/** Openings of the lips, relative to the width of the mouth; lips that are parted less stay so. */
const minMeshOpening = 0.08;
const minVisibleOpening = 0.05;
/**
 * The share of what looks like the inside between the lips. The mesh of a turned head does not fit
 * well, and has its lips parted a little though they are closed, so that it finds mostly lips there.
 */
const minInsideShare = { parted: 0.7, open: 0.5 } as const;
/** From this opening of the mesh on, lips are not only parted. */
const minOpen = 0.12;
/** A chin sinks less than the lip above it. */
const chinShare = 0.5;
/** Points of an edge that are kept. */
const keptPoints = 25;

/** The lips of a mouth that has to be closed; undefined if it is closed, or its lips are parted slightly. */
export function findOpenMouth(picture: Picture, mesh: FaceMesh): OpenMouth | undefined {
  const opening = mouthOpening(mesh);
  if (opening < minMeshOpening) return undefined;
  const pointOf = (index: number): Point => mesh[index] ?? [0, 0];
  const frame = mouthFrame(pointOf(61), pointOf(291));
  const edge = (indices: readonly number[]) =>
    lipCurve(indices.map((index) => toFrame(frame, pointOf(index))));
  const edges = {
    upperOuter: edge(lipEdges.upperOuter),
    upper: edge(lipEdges.upperInner),
    lower: edge(lipEdges.lowerInner),
    lowerOuter: edge(lipEdges.lowerOuter),
  };
  const chinHeight = toFrame(frame, pointOf(chin))[1];
  const interior = mouthInterior(mouthColors(picture, frame, edges), frame.half, edges, chinHeight);
  const minShare = minInsideShare[opening < minOpen ? 'parted' : 'open'];
  if (interior.opening < minVisibleOpening || interior.share < minShare) return undefined;

  const lowered: LipCurve = (u) => Math.max(0, interior.lower(u) - edges.lower(u));
  const place = (u: number, v: number): Point => {
    const [x, y] = fromFrame(frame, [u, v]);
    return [toHundredth(x), toHundredth(y)];
  };
  const points = (curve: LipCurve) =>
    Array.from({ length: keptPoints }, (_, index) => {
      const u = ((2 * index) / (keptPoints - 1) - 1) * frame.half;
      return place(u, curve(u));
    });
  return {
    upperLip: { outer: points(edges.upperOuter), inner: points(interior.upper) },
    lowerLip: {
      inner: points(interior.lower),
      outer: points((u) => edges.lowerOuter(u) + lowered(u)),
    },
    nose: place(0, toFrame(frame, pointOf(belowNose))[1]),
    chin: place(0, chinHeight + chinShare * lowered(0)),
  };
}

function toHundredth(value: number): number {
  return Math.round(100 * value) / 100;
}
