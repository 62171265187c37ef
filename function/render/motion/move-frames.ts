import type { Picture } from '../portrait/decode-picture.js';
import type { Rectangle } from '../portrait/face.js';
import { lidPositions, type DrawnEye } from './eyelids.js';
import type { Pose } from './pose.js';
import type { PortraitMotion } from './prepare-motion.js';

/**
 * Moves a speaking portrait: pastes the mouth of each frame, closes the eyes, and turns the head.
 * @param mouths `[height, width, 3]` RGB of `patch`, one for each frame
 * @yields the region that moves, `[height, width, 3]` RGB
 */
export async function* moveFrames(
  mouths: AsyncIterable<Uint8Array>,
  poses: Iterable<Pose>,
  { picture, patch }: { readonly picture: Picture; readonly patch: Rectangle },
  { picture: moving, eyes }: PortraitMotion,
): AsyncGenerator<Uint8Array> {
  const remaining = poses[Symbol.iterator]();
  const open = eyes.map(({ rectangle }) => cutRgb(picture, rectangle));
  let mouth: Uint8Array | undefined;
  let lids = 0;
  for await (const next of mouths) {
    const following = remaining.next();
    if (following.done === true) throw new RangeError('there are fewer poses than frames');
    const pose = following.value;
    if (next !== mouth) moving.paste(patch, next);
    mouth = next;
    const position = Math.round(pose.lids * lidPositions);
    if (position !== lids) {
      for (const [index, eye] of eyes.entries())
        moving.paste(eye.rectangle, lidsAt(eye, position) ?? open[index] ?? next);
    }
    lids = position;
    yield moving.draw(pose);
  }
}

/** The eye at a position of its lids; undefined if they are open. */
function lidsAt({ pictures }: DrawnEye, position: number): Uint8Array | undefined {
  return position === 0 ? undefined : pictures[position - 1];
}

function cutRgb({ rgb, width }: Picture, rectangle: Rectangle): Uint8Array {
  const part = new Uint8Array(3 * rectangle.width * rectangle.height);
  for (let row = 0; row < rectangle.height; row++) {
    const from = 3 * ((rectangle.y + row) * width + rectangle.x);
    part.set(rgb.subarray(from, from + 3 * rectangle.width), 3 * row * rectangle.width);
  }
  return part;
}
