import { drawnOpening } from '../portrait/drawn-opening.js';
import type { SpokenMouth } from './batch-frames.js';

/*
 * Where the audio encoder hesitates, a vowel closes halfway, and p, b, or m stays slightly open. Both are
 * undone with the frames before and after: a frame between others follows them, and the lowest one of a dip,
 * where a consonant closes the lips, closes further.
 */

/** The frames that one is compared with: the next ones, and the farthest in which the sides of a dip lie. */
const seconds = { near: 0.04, far: 0.12 } as const;
/** How much of the way to the mean of its neighbors an opening goes. */
const following = 0.35;
/** By how much of its depth a dip becomes deeper. */
const deepening = 0.4;
const maxEmphasis = 2;

/** How many frames away those are that a frame is compared with. */
interface Reach {
  readonly near: number;
  readonly far: number;
}

/**
 * Gives each mouth its emphasis. Frames at rest pass at once; others wait for those of the next 0.12 s. Mouths
 * without detail pass as they are, since only the motion tells how far they are open.
 * @param mouths of consecutive frames, undefined at rest
 */
export async function* articulate(
  mouths: AsyncIterable<SpokenMouth | undefined>,
  fps: number,
): AsyncGenerator<SpokenMouth | undefined> {
  const reach = { near: frames(seconds.near, fps), far: frames(seconds.far, fps) };
  const waiting: (SpokenMouth | undefined)[] = [];
  /** Of the frames that wait, and of `far` before them. */
  const openings: number[] = [];
  let before = 0;
  const next = () => {
    const mouth = waiting.shift();
    const emphasis = mouth?.detail && emphasisAt(openings, before, reach);
    if (before === reach.far) openings.shift();
    else before++;
    return mouth && { ...mouth, emphasis };
  };
  for await (const mouth of mouths) {
    waiting.push(mouth);
    openings.push(mouth?.detail ? drawnOpening(mouth.detail.motion) : 0);
    while (waiting.length > reach.far || (waiting.length > 0 && !waiting[0]?.detail)) yield next();
  }
  while (waiting.length > 0) yield next();
}

function frames(duration: number, fps: number): number {
  return Math.max(1, Math.round(duration * fps));
}

/** The factor for one of some openings. */
function emphasisAt(openings: readonly number[], at: number, { near, far }: Reach): number {
  const here = openings[at] ?? 0;
  if (here === 0) return 1;
  const [before, after] = [openings[at - near] ?? here, openings[at + near] ?? here];
  const isLowest = here <= before && here <= after && (here < before || here < after);
  const sides = [openings.slice(Math.max(0, at - far), at), openings.slice(at + 1, at + 1 + far)];
  const depth = Math.min(...sides.map((side) => Math.max(here, ...side))) - here;
  const wanted = isLowest ? here - deepening * depth : here + following * ((before + after) / 2 - here);
  return Math.min(maxEmphasis, Math.max(0, wanted / here));
}
