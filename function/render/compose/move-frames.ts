import type { Rectangle } from '../picture/geometry.js';
import { lidPositions } from './eyelids.js';
import type { Pose } from '../motion/pose.js';
import type { PortraitMotion } from './prepare-motion.js';

/**
 * Moves a speaking portrait: pastes the mouth of each frame, closes the eyes, and turns the head.
 * @param mouths `[height, width, 3]` RGB of `patch`, one for each frame
 * @yields the region that moves, `[height, width, 3]` RGB
 */
export async function* moveFrames(
  mouths: AsyncIterable<Uint8Array>,
  poses: Iterable<Pose>,
  patch: Rectangle,
  { picture: moving, eyes }: PortraitMotion,
): AsyncGenerator<Uint8Array> {
  const remaining = poses[Symbol.iterator]();
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
      for (const { rectangle, pictures } of eyes) {
        const eye = pictures[position];
        if (eye) moving.paste(rectangle, eye);
      }
    }
    lids = position;
    yield moving.draw(pose);
  }
}
