import type { Rectangle } from './picture/geometry.js';
import type { YuvPicture } from './picture/planes.js';
import { paintSurround, type Surround } from './picture/surround.js';

/** A picture with its surround. */
export function surroundedPicture(picture: YuvPicture, surround: Surround | undefined): YuvPicture {
  if (!surround) return picture;
  const painted = { ...picture, planes: picture.planes.slice() };
  paintSurround(painted, { x: 0, y: 0 }, surround);
  return painted;
}

/**
 * Paints the surround of drawn frames.
 * @param frames planes of the region; changed
 * @param region its place in the picture
 */
export async function* surroundedFrames(
  frames: AsyncIterable<Uint8Array>,
  region: Rectangle,
  surround: Surround | undefined,
): AsyncGenerator<Uint8Array> {
  const { width, height } = region;
  for await (const planes of frames) {
    if (surround) paintSurround({ planes, width, height }, region, surround);
    yield planes;
  }
}
