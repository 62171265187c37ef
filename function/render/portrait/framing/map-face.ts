import type { Face, OpenMouth } from '../../face/face.js';
import { mapContours } from '../../face/face-contours.js';
import type { Picture } from '../../picture/decode-picture.js';
import type { Surround } from '../../picture/surround.js';
import type { Point, Rectangle, TiltedBox } from '../../picture/geometry.js';

/** A picture and its face. */
export interface PictureWithFace {
  readonly picture: Picture;
  readonly face: Face;
  /** A color that is painted around the drawn picture. */
  readonly surround?: Surround | undefined;
}

/** Which place of a picture becomes the origin of another, and how far apart its pixels are there. */
export interface PictureMapping {
  readonly xScale: number;
  readonly yScale: number;
  readonly left: number;
  readonly top: number;
}

/** The face in the pixels of a picture that shows a part of its own. */
export function mapFace(face: Face, mapping: PictureMapping): Face {
  const { box, wholeBox, tiltedBox, mouth, openMouth, contours } = face;
  const { xScale, yScale, left, top } = mapping;
  const scaled = ([x, y]: readonly [number, number]): Point => [(x - left) * xScale, (y - top) * yScale];
  return {
    ...face,
    box: scaledBox(box, mapping),
    ...(wholeBox && { wholeBox: scaledBox(wholeBox, mapping) }),
    ...(tiltedBox && { tiltedBox: scaledTiltedBox(tiltedBox, mapping) }),
    mouth: mouth.map(scaled),
    ...(openMouth && { openMouth: scaledMouth(openMouth, scaled) }),
    ...(contours && { contours: mapContours(contours, scaled) }),
  };
}

/** A part of a picture in the pixels of another, of even position and size. */
export function mapSurround(
  { color, inside }: Surround,
  { xScale, yScale, left, top }: PictureMapping,
): Surround {
  const even = (value: number) => 2 * Math.round(value / 2);
  const [x, y] = [even((inside.x - left) * xScale), even((inside.y - top) * yScale)];
  const [right, bottom] = [
    even((inside.x + inside.width - left) * xScale),
    even((inside.y + inside.height - top) * yScale),
  ];
  return { color, inside: { x, y, width: right - x, height: bottom - y } };
}

function scaledBox(box: Rectangle, { xScale, yScale, left, top }: PictureMapping): Rectangle {
  const [x, y] = [box.x - left, box.y - top];
  const [from, above] = [Math.round(x * xScale), Math.round(y * yScale)];
  const [to, below] = [(x + box.width) * xScale, (y + box.height) * yScale];
  return { x: from, y: above, width: Math.round(to) - from, height: Math.round(below) - above };
}

/** The two scales differ by less than a pixel of the picture. */
function scaledTiltedBox(box: TiltedBox, { xScale, yScale, left, top }: PictureMapping): TiltedBox {
  const scale = Math.sqrt(xScale * yScale);
  const [x, y] = box.center;
  return {
    ...box,
    center: [(x - left) * xScale, (y - top) * yScale],
    width: box.width * scale,
    height: box.height * scale,
  };
}

function scaledMouth(
  { upperLip, lowerLip, nose, chin }: OpenMouth,
  scaled: (point: Point) => Point,
): OpenMouth {
  const lip = ({ outer, inner }: OpenMouth['upperLip']) => ({
    outer: outer.map(scaled),
    inner: inner.map(scaled),
  });
  return { upperLip: lip(upperLip), lowerLip: lip(lowerLip), nose: scaled(nose), chin: scaled(chin) };
}
