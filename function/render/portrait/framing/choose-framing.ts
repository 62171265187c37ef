import { RenderError } from '../../../../errors/render-error.js';
import type { Aspect, PictureShape } from '../../../../domain/video-form.js';
import type { Face } from '../../face/face.js';
import { networkBox } from '../../face/face-geometry.js';
import type { Point, Rectangle } from '../../picture/geometry.js';

/** The eyes' place in a frame, from its top, as a share of its height. */
const eyes = { highest: 0.36, wanted: 0.4, lowest: 0.44 } as const;

/*
 * Heights relative to the distance from the eyes to the chin. The eyes are in the middle of a head, and hair
 * adds a fifth.
 */
const hairAboveEyes = 1.2;
/** Hair and chin fit, with some headroom. */
const closest = 3.4;
/** A frame that is padded beside the picture has room for high hair, if the picture does. */
const headroom = 1.15;
/** A picture that lacks this little is not padded. */
const nearlyClosest = 0.95;
/** As close as a picture that cuts the hair may be shown, instead of showing a bar above the head. */
const closestWithoutHair = 2.2;
/** Head and shoulders. */
const widest = 6;

/** Where eyes and chin of a face without contours are in its box. */
const usualEyes = 0.38;
const usualChin = 0.97;

/** The part of a picture that is shown, and the size that it is shown in. */
export interface Framing {
  /** In pixels of the picture; it may reach beyond it. */
  readonly rectangle: Rectangle;
  /** Even. */
  readonly size: { readonly width: number; readonly height: number };
}

/**
 * Chooses the part of a picture that a video shows.
 * @returns undefined if it is the whole picture, at its own size
 * @throws RenderError `crop_invalid`
 */
export function chooseFraming(
  face: Face,
  picture: { readonly width: number; readonly height: number; readonly scale?: number },
  { aspect, crop, height = Infinity }: Pick<PictureShape, 'aspect' | 'crop' | 'height'>,
): Framing | undefined {
  if (aspect === undefined && crop === undefined && height >= picture.height) return undefined;
  const whole = { x: 0, y: 0, width: even(picture.width), height: even(picture.height) };
  const rectangle =
    aspect === undefined
      ? cropped(crop ? inKeptPixels(crop, picture.scale) : whole, picture, face)
      : framed(face, picture, ratioOf(aspect));
  const rows = Math.min(even(rectangle.height), height);
  const ratio = aspect === undefined ? rectangle.width / rectangle.height : ratioOf(aspect);
  return { rectangle, size: { width: Math.max(2, 2 * Math.round((rows * ratio) / 2)), height: rows } };
}

/** A crop in the pixels of a picture that was scaled while it was decoded. */
export function inKeptPixels({ x, y, width, height }: Rectangle, scale = 1): Rectangle {
  const [left, top] = [Math.floor(x * scale), Math.floor(y * scale)];
  return {
    x: left,
    y: top,
    width: Math.floor((x + width) * scale) - left,
    height: Math.floor((y + height) * scale) - top,
  };
}

/** Width divided by height. */
function ratioOf(aspect: Aspect): number {
  const [width = 1, height = 1] = aspect.split(':').map(Number);
  return width / height;
}

/** @throws RenderError `crop_invalid` */
function cropped(
  crop: Rectangle,
  { width, height }: { readonly width: number; readonly height: number },
  { box }: Face,
): Rectangle {
  const shown = { ...crop, width: even(crop.width), height: even(crop.height) };
  if (!contains({ x: 0, y: 0, width, height }, crop)) {
    throw invalidCrop(crop, `reaches beyond the picture, which has ${sizeOf({ width, height })} pixels`);
  }
  if (!contains(shown, box)) {
    const place = `${sizeOf(box)} pixels at ${String(box.x)}, ${String(box.y)}`;
    throw invalidCrop(crop, `cuts the face, which has ${place}`);
  }
  return shown;
}

function invalidCrop(crop: Rectangle, reason: string): RenderError {
  const { x, y } = crop;
  return new RenderError(
    'crop_invalid',
    `The crop of ${sizeOf(crop)} pixels at ${String(x)}, ${String(y)} ${reason}. Choose another crop, or use aspect.`,
    { details: { crop } },
  );
}

/** The largest frame that the picture fills; a frame for head and hair at least. */
function framed(
  face: Face,
  picture: { readonly width: number; readonly height: number },
  ratio: number,
): Rectangle {
  const { eye, reach } = measured(face);
  const [x, y] = eye;
  const tallest = Math.min(picture.height, y / eyes.highest, (picture.height - y) / (1 - eyes.lowest));
  const fitting = Math.min(tallest, picture.width / ratio);
  const hasHair = y >= hairAboveEyes * reach;
  const least = hasHair
    ? closest * reach
    : Math.max(closestWithoutHair * reach, Math.min(closest * reach, y / eyes.highest));
  const padded = Math.max(least, Math.min(tallest, headroom * least));
  const filled = fitting >= nearlyClosest * least ? fitting : padded;
  const height = Math.max(2, even(Math.min(filled, widest * reach)));
  const width = Math.max(2, even(height * ratio));
  const top = between(y - eyes.wanted * height, 0, picture.height - height);
  return {
    x: Math.round(between(x - width / 2, 0, picture.width - width)),
    y: Math.round(between(top, y - eyes.lowest * height, y - eyes.highest * height)),
    width,
    height,
  };
}

/** The point between the eyes, and its distance to the chin. */
function measured(face: Face): { eye: Point; reach: number } {
  if (face.contours) {
    const points = face.contours.eyes.flatMap(({ upper, lower }) => [...upper, ...lower]);
    const mean = (index: 0 | 1) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
    const eye: Point = [mean(0), mean(1)];
    const { chin } = face.contours;
    return { eye, reach: Math.hypot(chin[0] - eye[0], chin[1] - eye[1]) };
  }
  const box = networkBox(face);
  return {
    eye: [box.x + box.width / 2, box.y + usualEyes * box.height],
    reach: (usualChin - usualEyes) * box.height,
  };
}

/** Limits a value; the limits may be in either order. */
function between(value: number, one: number, other: number): number {
  return Math.min(Math.max(value, Math.min(one, other)), Math.max(one, other));
}

function contains(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function even(length: number): number {
  return 2 * Math.floor(length / 2);
}

function sizeOf({ width, height }: { readonly width: number; readonly height: number }): string {
  return `${String(width)} × ${String(height)}`;
}
