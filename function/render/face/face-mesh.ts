import { mouthWindow } from './face-geometry.js';
import type { Point, Rectangle } from '../picture/geometry.js';

/** Points of a face in the numbering of MediaPipe's FaceMesh, in pixels of the picture. */
export type FaceMesh = readonly Point[];

/** Lower half of the face's contour, from the viewer's left over the chin to the right. */
const jaw = [
  234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454,
];
const middleOfForehead = 151;
const belowNose = 2;
const chin = 152;
const noseTip = 1;
const cheeks = [234, 454] as const;
/** Corners of the mouth, and the middles of the upper and the lower lip. */
const mouth = [61, 291, 0, 17];
/** Around the outer edge of the lips, from one corner and back to it. */
const lips = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146];

/**
 * Wav2Lip's `--pads 0 10 0 0`, relative to the faces of about 250 pixels that its detector was used
 * for.
 */
const paddingBelowChin = 0.04;

/**
 * The box that Wav2Lip's own detector (S3FD) draws around a face: cheek to cheek, from the middle of
 * the forehead to the chin, with some padding below. It may reach beyond the picture. The mouth of a
 * turned head lies beside its jaw, so the box of such a head spans all points.
 */
export function faceBox(mesh: FaceMesh): Rectangle {
  const contour = jaw.map((index) => pointOf(mesh, index));
  const top = pointOf(mesh, middleOfForehead)[1];
  const lowest = Math.max(...contour.map(([, y]) => y));
  const bottom = lowest + paddingBelowChin * (lowest - top);
  const box = rectangleOf(contour, top, bottom);
  return isMouthDrawn(mesh, box) ? box : rectangleOf(mesh, top, bottom);
}

/** Whether the mouth lies within the columns of a face box that the network draws. */
export function isMouthDrawn(mesh: FaceMesh, { x, width }: Rectangle): boolean {
  const { columns, size } = mouthWindow;
  const [from, to] = [x + (columns.from / size) * width, x + (columns.to / size) * width];
  return mouthPoints(mesh).every(([px]) => px >= from && px <= to);
}

/** Whether the tip of the nose lies beyond a cheek, so that half of the mouth is hidden. */
export function isTurnedAway(mesh: FaceMesh): boolean {
  const [left, right, nose] = [pointOf(mesh, cheeks[0]), pointOf(mesh, cheeks[1]), pointOf(mesh, noseTip)];
  const [acrossX, acrossY] = [right[0] - left[0], right[1] - left[1]];
  const along = (nose[0] - left[0]) * acrossX + (nose[1] - left[1]) * acrossY;
  return along < 0 || along > acrossX * acrossX + acrossY * acrossY;
}

/** The smallest rectangle around all points. */
export function meshBounds(mesh: FaceMesh): Rectangle {
  const [xs, ys] = [mesh.map(([x]) => x), mesh.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** Bounds of a face that is not upright, which has no box to draw in: the part inside the picture. */
export function visibleBounds(mesh: FaceMesh, picture: { width: number; height: number }): Rectangle {
  const { y, height } = meshBounds(mesh);
  return clampRectangle(rectangleOf(mesh, y, y + height), picture);
}

/** The part of the face's box that lies inside the picture. */
export function cropBox(mesh: FaceMesh, picture: { width: number; height: number }): Rectangle {
  return clampRectangle(faceBox(mesh), picture);
}

/**
 * The outline of the mouth region: along the jaw, but slightly inside it at the cheeks and below it at
 * the chin, which sinks when the mouth opens; it narrows towards the nose, where it ends.
 */
export function mouthOutline(mesh: FaceMesh): Point[] {
  const nose = pointOf(mesh, belowNose);
  const chinPoint = pointOf(mesh, chin);
  // In the face's own upright frame, so that a tilted head gets a tilted mask.
  const length = Math.hypot(chinPoint[0] - nose[0], chinPoint[1] - nose[1]);
  const axis: Point = [(chinPoint[0] - nose[0]) / length, (chinPoint[1] - nose[1]) / length];
  const place = (along: number, aside: number): Point => [
    nose[0] + axis[0] * along - axis[1] * aside,
    nose[1] + axis[1] * along + axis[0] * aside,
  ];
  const cheeks = jaw
    .map((index) => pointOf(mesh, index))
    .map(([x, y]) => ({
      along: (x - nose[0]) * axis[0] + (y - nose[1]) * axis[1],
      aside: (y - nose[1]) * axis[0] - (x - nose[0]) * axis[1],
    }))
    .filter(({ along }) => along > 0.2 * length)
    .map(({ along, aside }) => ({ along: along * 1.03, aside: aside * 0.9 }));
  const corner = (cheek: { aside: number } | undefined) => place(0.03 * length, 0.6 * (cheek?.aside ?? 0));
  return [corner(cheeks[0]), ...cheeks.map(({ along, aside }) => place(along, aside)), corner(cheeks.at(-1))];
}

/** How far the face is tilted, from the nose to the chin; clockwise is positive. */
export function tiltDegrees(mesh: FaceMesh): number {
  const [noseX, noseY] = pointOf(mesh, belowNose);
  const [chinX, chinY] = pointOf(mesh, chin);
  return (Math.atan2(noseX - chinX, chinY - noseY) * 180) / Math.PI;
}

/** The outer edge of the lips. */
export function lipOutline(mesh: FaceMesh): Point[] {
  return lips.map((index) => pointOf(mesh, index));
}

/** How far the lips are open, relative to the width of the mouth. */
export function mouthOpening(mesh: FaceMesh): number {
  const [left, right] = [pointOf(mesh, 61), pointOf(mesh, 291)];
  const [upper, lower] = [pointOf(mesh, 13), pointOf(mesh, 14)];
  const width = Math.hypot(right[0] - left[0], right[1] - left[1]);
  return Math.hypot(lower[0] - upper[0], lower[1] - upper[1]) / Math.max(1, width);
}

/** The width of the mouth, relative to the distance between the outer corners of the eyes. */
export function mouthWidth(mesh: FaceMesh): number {
  const across = (from: number, to: number) => {
    const [left, right] = [pointOf(mesh, from), pointOf(mesh, to)];
    return Math.hypot(right[0] - left[0], right[1] - left[1]);
  };
  return across(61, 291) / Math.max(1, across(33, 263));
}

/** The height of both lips, relative to the width of the mouth. */
export function lipHeight(mesh: FaceMesh): number {
  const [left, right] = [pointOf(mesh, 61), pointOf(mesh, 291)];
  const [top, bottom] = [pointOf(mesh, 0), pointOf(mesh, 17)];
  const width = Math.hypot(right[0] - left[0], right[1] - left[1]);
  return Math.hypot(bottom[0] - top[0], bottom[1] - top[1]) / Math.max(1, width);
}

/** Corners and middles of the lips. */
export function mouthPoints(mesh: FaceMesh): Point[] {
  return mouth.map((index) => pointOf(mesh, index));
}

/** The outline for a box given by hand: the jaw of an average face. */
export function averageOutline(box: Rectangle): Point[] {
  const outline: readonly Point[] = [
    [0.24, 0.57],
    [0.1, 0.67],
    [0.16, 0.78],
    [0.27, 0.89],
    [0.4, 0.96],
    [0.5, 0.98],
    [0.6, 0.96],
    [0.73, 0.89],
    [0.84, 0.78],
    [0.9, 0.67],
    [0.76, 0.57],
  ];
  return outline.map(([x, y]): Point => [box.x + x * box.width, box.y + y * box.height]);
}

/** A rectangle in whole pixels, as wide as the points. */
function rectangleOf(points: readonly Point[], top: number, bottom: number): Rectangle {
  const xs = points.map(([x]) => x);
  const [x, y] = [Math.round(Math.min(...xs)), Math.round(top)];
  return { x, y, width: Math.round(Math.max(...xs)) - x, height: Math.round(bottom) - y };
}

function clampRectangle(box: Rectangle, { width, height }: { width: number; height: number }): Rectangle {
  const [x, y] = [Math.max(0, box.x), Math.max(0, box.y)];
  return {
    x,
    y,
    width: Math.min(width, box.x + box.width) - x,
    height: Math.min(height, box.y + box.height) - y,
  };
}

export function pointOf(mesh: FaceMesh, index: number): Point {
  const point = mesh[index];
  if (!point) throw new RangeError(`The face mesh has no point ${String(index)}.`);
  return point;
}
