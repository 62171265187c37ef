import { mapFace, mapSurround, type PictureWithFace } from './map-face.js';
import { rawPicture } from '../../picture/raw-picture.js';

/**
 * Scales a picture down until its longer side fits the maximum size of videos; a smaller picture is
 * unchanged. A photo from a phone would take gigabytes to render and encode, and many players reject
 * videos of its size. The network sees 96 × 96 pixels of the face in any case.
 * @param maxSide pixels
 * @returns the picture, of even size, and the face in its new pixels
 */
export async function fitToVideo(
  { picture, face, surround }: PictureWithFace,
  maxSide: number,
): Promise<PictureWithFace> {
  const { width, height, rgb } = picture;
  const longerSide = Math.max(width, height);
  if (longerSide <= maxSide) return { picture, face, surround };
  const fitted = (side: number) => Math.max(2, 2 * Math.round((side * maxSide) / longerSide / 2));
  const size = {
    width: Math.min(fitted(width), even(maxSide)),
    height: Math.min(fitted(height), even(maxSide)),
  };
  const smaller = await rawPicture({ rgb, width, height })
    .resize(size.width, size.height, { fit: 'fill' })
    .raw()
    .toBuffer();
  const mapping = { xScale: size.width / width, yScale: size.height / height, left: 0, top: 0 };
  return {
    picture: { ...size, rgb: smaller },
    face: mapFace(face, mapping),
    surround: surround && mapSurround(surround, mapping),
  };
}

function even(side: number): number {
  return side - (side % 2);
}
