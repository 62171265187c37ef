import type { Picture } from '../picture/decode-picture.js';
import type { FaceView } from '../picture/square-view.js';
import type { Rectangle, TiltedBox } from '../picture/geometry.js';
import { sampleSharply } from '../picture/sharp-samples.js';

/** Pixels of the upright picture for each of the portrait's, so that nothing is lost. */
const enlargement = 1.5;

/** Turns a tilted face upright. @returns its surroundings, and where its box lies in them */
export function uprightFace(picture: Picture, box: TiltedBox): { picture: Picture; box: Rectangle } {
  const half = Math.ceil((enlargement * Math.max(box.width, box.height)) / 2) + 4;
  const size = 2 * half;
  const view: FaceView = { center: box.center, side: size / enlargement, degrees: box.degrees };
  const [width, height] = [Math.round(box.width * enlargement), Math.round(box.height * enlargement)];
  return {
    picture: { rgb: sampleSharply(picture, view, size), width: size, height: size },
    box: { x: half - Math.round(width / 2), y: half - Math.round(height / 2), width, height },
  };
}
