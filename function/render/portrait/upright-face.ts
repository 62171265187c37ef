import type { Picture } from '../picture/decode-picture.js';
import { pictureToView, type FaceView } from '../picture/square-view.js';
import type { Face } from '../face/face.js';
import type { Point, TiltedBox } from '../picture/geometry.js';
import { feather } from './mouth-mask.js';
import { sampleSharply } from '../picture/sharp-samples.js';

/**
 * Scale of the upright picture, relative to the portrait. The drawn mouth is resampled when it is turned
 * back, and loses no detail at this resolution.
 */
const enlargement = 1.5;

/** The head of a portrait, turned upright. */
export interface UprightFace {
  /** The surroundings of the face. */
  readonly picture: Picture;
  readonly face: Face;
  /** Converts a point of the portrait to one of this picture. */
  readonly toUpright: (point: Point) => Point;
}

/** Turns a tilted head upright. */
export function uprightFace(picture: Picture, mouth: readonly Point[], box: TiltedBox): UprightFace {
  const half = Math.ceil(enlargement * halfSide(mouth, box));
  const size = 2 * half;
  const view: FaceView = { center: box.center, side: size / enlargement, degrees: box.degrees };
  const toUpright = pictureToView(view, size);
  const [width, height] = [Math.round(box.width * enlargement), Math.round(box.height * enlargement)];
  return {
    picture: { rgb: sampleSharply(picture, view, size), width: size, height: size },
    face: {
      box: { x: half - Math.round(width / 2), y: half - Math.round(height / 2), width, height },
      mouth: mouth.map(toUpright),
    },
    toUpright,
  };
}

/** How far the box and the outline of the mouth with its feather reach from the middle of the box. */
function halfSide(mouth: readonly Point[], { center, width, height }: TiltedBox): number {
  const outline = mouth.map(([x, y]) => Math.hypot(x - center[0], y - center[1]));
  return Math.max(width / 2, height / 2, Math.max(...outline) + 2 * feather * width) + 4;
}
