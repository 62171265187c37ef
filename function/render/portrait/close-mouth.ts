import { mapContours } from '../face/face-contours.js';
import { closingField, type ClosingField } from './closing-field.js';
import { ClosingSources } from './closing-sources.js';
import { colorAt } from '../picture/color-at.js';
import type { Picture } from '../picture/decode-picture.js';
import type { Face, OpenMouth } from '../face/face.js';
import { networkBox } from '../face/face-geometry.js';
import type { Point, Rectangle, TiltedBox } from '../picture/geometry.js';
import type { PictureWithFace } from './framing/map-face.js';
import { fromFrame, toFrame } from '../face/mouth-frame.js';

/** The line between closed lips: how much it is darkened, and its width relative to half the mouth's width. */
const line = { darkness: 0.5, width: 0.025 } as const;
/** Pixels that would move by less are left unchanged. */
const minMotion = 0.01;

/**
 * Closes an open mouth: moves the lips together over the inside of the mouth, and darkens the line between
 * them. A picture with a closed mouth is returned unchanged.
 */
export function closeMouth({ picture, face }: PictureWithFace): PictureWithFace {
  const { openMouth } = face;
  if (!openMouth) return { picture, face };
  const field = closingField(openMouth, (face.tiltedBox ?? networkBox(face)).width);
  return { picture: closedPicture(picture, field), face: closedFace({ ...face, openMouth }, field) };
}

function closedPicture(picture: Picture, field: ClosingField): Picture {
  const { frame } = field;
  const sources = new ClosingSources(field);
  const { x: left, y: top, width, height } = movedBounds(picture, field);
  const rgb = Buffer.from(picture.rgb);
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      const [u, v] = toFrame(frame, [x + 0.5, y + 0.5]);
      const source = sources.sourceAt(u, v);
      if (!source) continue;
      const brightness = lineBrightness(u / frame.half, v - source.line, frame.half);
      // A pixel on the line between the lips shows both of them.
      const lower = Math.min(1, Math.max(0, v - source.line + 0.5));
      const motion = Math.abs((lower < 0.5 ? source.above : source.below) - v);
      if (brightness === 1 && motion < minMotion) continue;
      const [above, below] = [fromFrame(frame, [u, source.above]), fromFrame(frame, [u, source.below])];
      for (let channel = 0; channel < 3; channel++) {
        const upperLip = lower < 1 ? (1 - lower) * colorAt(picture, ...above, channel) : 0;
        const lowerLip = lower > 0 ? lower * colorAt(picture, ...below, channel) : 0;
        rgb[3 * (y * picture.width + x) + channel] = Math.round(brightness * (upperLip + lowerLip));
      }
    }
  }
  return { ...picture, rgb };
}

/** @param x position between the corners of the mouth, -1..1 */
function lineBrightness(x: number, distance: number, half: number): number {
  const spread = distance / Math.max(0.7, line.width * half);
  if (Math.abs(x) >= 1 || Math.abs(spread) > 4) return 1;
  return 1 - line.darkness * (1 - x * x) * Math.exp(-0.5 * spread * spread);
}

/** Returns the part of the picture that moves. */
function movedBounds(picture: Picture, { frame, top, bottom, side }: ClosingField): Rectangle {
  const corners = [top, bottom].flatMap((v) => [-side, side].map((u) => fromFrame(frame, [u, v])));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const x = Math.max(0, Math.floor(Math.min(...xs)));
  const y = Math.max(0, Math.floor(Math.min(...ys)));
  return {
    x,
    y,
    width: Math.min(picture.width, Math.ceil(Math.max(...xs))) - x,
    height: Math.min(picture.height, Math.ceil(Math.max(...ys))) - y,
  };
}

/** Returns the face with its mouth closed: the outline has moved, and the box ends at the raised chin. */
function closedFace(
  { openMouth: { chin }, ...face }: Face & { readonly openMouth: OpenMouth },
  field: ClosingField,
): Face {
  const moved = ([x, y]: readonly [number, number]): Point => {
    const [u, v] = toFrame(field.frame, [x, y]);
    if (Math.abs(u) >= field.side || v <= field.top || v >= field.bottom) return [x, y];
    const { line: height, above, below } = field.columnAt(u);
    return fromFrame(field.frame, [u, v + (v < height ? above(v) : below(v))]);
  };
  const rise = Math.max(0, Math.round(chin[1] - moved(chin)[1]));
  const shortened = <Box extends Rectangle>(box: Box): Box => ({ ...box, height: box.height - rise });
  const isCut = face.wholeBox && face.wholeBox.y + face.wholeBox.height > face.box.y + face.box.height;
  const wholeBox = face.wholeBox && shortened(face.wholeBox);
  const box =
    isCut && wholeBox
      ? { ...face.box, height: Math.min(face.box.height, wholeBox.y + wholeBox.height - face.box.y) }
      : shortened(face.box);
  const tiltedBox = face.tiltedBox && shortenedTilted(face.tiltedBox, rise);
  return {
    ...face,
    box,
    ...(wholeBox && { wholeBox }),
    ...(tiltedBox && { tiltedBox }),
    mouth: face.mouth.map(moved),
    ...(face.contours && { contours: mapContours(face.contours, moved) }),
  };
}

/** Raises the lower side of a tilted box. */
function shortenedTilted(box: TiltedBox, rise: number): TiltedBox {
  const radians = (box.degrees * Math.PI) / 180;
  const center: Point = [
    box.center[0] + (rise / 2) * Math.sin(radians),
    box.center[1] - (rise / 2) * Math.cos(radians),
  ];
  return { ...box, center, height: box.height - rise };
}
