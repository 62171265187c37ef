import type { Face, OpenMouth } from '../face/face.js';
import type { Point, Rectangle, TiltedBox } from '../picture/geometry.js';
import { mapContours } from '../face/face-contours.js';
import type { Picture } from '../picture/decode-picture.js';
import { rawPicture } from '../picture/raw-picture.js';

/** A picture and its face. */
export interface PictureWithFace {
  readonly picture: Picture;
  readonly face: Face;
}

/**
 * Scales a picture down until its longer side fits the maximum size of videos; a smaller picture is
 * unchanged. A photo from a phone would take gigabytes to render and encode, and many players reject
 * videos of its size. The network sees 96 × 96 pixels of the face in any case.
 * @param maxSide pixels
 * @returns the picture, of even size, and the face in its new pixels
 */
export async function fitToVideo(
  { picture, face }: PictureWithFace,
  maxSide: number,
): Promise<PictureWithFace> {
  const { width, height, rgb } = picture;
  const longerSide = Math.max(width, height);
  if (longerSide <= maxSide) return { picture, face };
  const fitted = (side: number) => Math.max(2, 2 * Math.round((side * maxSide) / longerSide / 2));
  const size = {
    width: Math.min(fitted(width), even(maxSide)),
    height: Math.min(fitted(height), even(maxSide)),
  };
  const smaller = await rawPicture({ rgb, width, height })
    .resize(size.width, size.height, { fit: 'fill' })
    .raw()
    .toBuffer();
  return {
    picture: { ...size, rgb: smaller },
    face: scaledFace(face, size.width / width, size.height / height),
  };
}

function even(side: number): number {
  return side - (side % 2);
}

function scaledFace(face: Face, xScale: number, yScale: number): Face {
  const { box, wholeBox, tiltedBox, mouth, openMouth, contours } = face;
  const scaled = ([x, y]: readonly [number, number]): Point => [x * xScale, y * yScale];
  return {
    ...face,
    box: scaledBox(box, xScale, yScale),
    ...(wholeBox && { wholeBox: scaledBox(wholeBox, xScale, yScale) }),
    ...(tiltedBox && { tiltedBox: scaledTiltedBox(tiltedBox, xScale, yScale) }),
    mouth: mouth.map(scaled),
    ...(openMouth && { openMouth: scaledMouth(openMouth, scaled) }),
    ...(contours && { contours: mapContours(contours, scaled) }),
  };
}

function scaledBox(box: Rectangle, xScale: number, yScale: number): Rectangle {
  const [left, top] = [Math.round(box.x * xScale), Math.round(box.y * yScale)];
  const [right, bottom] = [(box.x + box.width) * xScale, (box.y + box.height) * yScale];
  return { x: left, y: top, width: Math.round(right) - left, height: Math.round(bottom) - top };
}

/** The two scales differ by less than a pixel of the picture. */
function scaledTiltedBox(box: TiltedBox, xScale: number, yScale: number): TiltedBox {
  const scale = Math.sqrt(xScale * yScale);
  const [x, y] = box.center;
  return {
    ...box,
    center: [x * xScale, y * yScale],
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
