import type { Picture } from '../../picture/decode-picture.js';
import type { Rectangle } from '../../picture/geometry.js';
import { rawPicture } from '../../picture/raw-picture.js';
import { mapFace, mapSurround, type PictureWithFace } from './map-face.js';
import type { Framing } from './choose-framing.js';

/** How far the picture beside itself is blurred, as a share of the frame's longer side. */
const blurShare = 1 / 40;

/**
 * Shows a part of a picture.
 * @param padding fills what lies beyond the picture: the blurred picture, or `#rrggbb`, which is painted
 *   around the frames once they are drawn
 */
export async function framePicture(
  { picture, face }: PictureWithFace,
  { rectangle, size }: Framing,
  padding: string,
): Promise<PictureWithFace> {
  const part = visiblePart(rectangle, picture);
  const [xScale, yScale] = [size.width / rectangle.width, size.height / rectangle.height];
  const visible = await rawPicture(picture)
    .extract({ left: part.x, top: part.y, width: part.width, height: part.height })
    .raw()
    .toBuffer();
  const shown = { rgb: visible, width: part.width, height: part.height };
  const isFilled = part.width === rectangle.width && part.height === rectangle.height;
  const whole = isFilled ? visible : await padded(shown, part, rectangle);
  const resized = await rawPicture({ rgb: whole, width: rectangle.width, height: rectangle.height })
    .resize(size.width, size.height, { fit: 'fill' })
    .raw()
    .toBuffer();
  const mapping = { xScale, yScale, left: rectangle.x, top: rectangle.y };
  const surround = { color: padding, inside: part };
  return {
    picture: { ...size, rgb: resized },
    face: mapFace(face, mapping),
    surround: isFilled || padding === 'blur' ? undefined : mapSurround(surround, mapping),
  };
}

async function padded(shown: Picture, part: Rectangle, rectangle: Rectangle): Promise<Buffer> {
  const back = await blurred(shown, rectangle);
  const { rgb, width, height } = shown;
  const input = { input: rgb, raw: { width, height, channels: 3 as const } };
  return rawPicture({ rgb: back, width: rectangle.width, height: rectangle.height })
    .composite([{ ...input, left: part.x - rectangle.x, top: part.y - rectangle.y }])
    .removeAlpha()
    .raw()
    .toBuffer();
}

async function blurred(shown: Picture, { width, height }: Rectangle): Promise<Buffer> {
  return rawPicture(shown)
    .resize(width, height, { fit: 'cover' })
    .blur(Math.max(1, Math.max(width, height) * blurShare))
    .raw()
    .toBuffer();
}

function visiblePart({ x, y, width, height }: Rectangle, picture: Picture): Rectangle {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  return {
    x: left,
    y: top,
    width: Math.min(picture.width, x + width) - left,
    height: Math.min(picture.height, y + height) - top,
  };
}
