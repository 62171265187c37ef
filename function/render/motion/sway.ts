import { minimumJerk } from '../numeric/minimum-jerk.js';
import { between, straight, type HeadAngles } from './head-angles.js';
import type { Random } from './random.js';

/** Degrees. */
const deviation = 0.45;
const maxSwayDegrees = 0.8;
/** Seconds between two turning points. */
const minSwingSeconds = 0.45;
const typicalSwing = 0.8;
const swingSigma = 0.4;

/**
 * Returns the sway of the head, which never stops while a voice speaks: smooth paths between random
 * directions at uneven times, as a function of seconds, which must not decrease from call to call.
 */
export function swayingHead(random: Random): (time: number) => HeadAngles {
  let from = straight;
  let to = point(random);
  let start = 0;
  let end = swing(random);
  return (time) => {
    while (time > end) {
      from = to;
      to = point(random);
      start = end;
      end = start + swing(random);
    }
    return between(from, to, minimumJerk((time - start) / (end - start)));
  };
}

function point(random: Random): HeadAngles {
  const angle = () => random.spread(deviation, maxSwayDegrees);
  return { yaw: angle(), pitch: angle(), roll: angle() };
}

function swing(random: Random): number {
  return Math.max(minSwingSeconds, random.logNormal(typicalSwing, swingSigma));
}
