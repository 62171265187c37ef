import { smoothStep } from '../numeric/smooth-step.js';
import type { TimeSpan } from './event-cursor.js';
import type { Random } from './random.js';

/** Seconds: how long a blink takes, from the first movement of the lid to the last. */
const typicalDuration = 0.19;
const durationSigma = 0.22;
const minBlinkSeconds = 0.12;
const maxBlinkSeconds = 0.3;
/** Seconds between blinks, log-normal: 15.6 blinks a minute, 17.5 with the second ones of double blinks. */
const typicalInterval = 3.2;
const intervalSigma = 0.6;
const doubleShare = 0.12;
const minGapSeconds = 0.35;
/** A blink is this many times as likely around the end of a phrase as within one. */
const pauseFactor = 5;
const pauseLead = 0.05;
const pauseSeconds = 0.5;
const step = 0.01;

/**
 * Plans when the eyes blink. Intervals are log-normal on a warped time axis, which runs faster at the ends
 * of phrases and at the clip's own speed on average: pauses attract blinks, and their number stays the
 * same. The middle of each blink falls on a frame, so that at least one frame shows closed eyes.
 *
 * Sources: Bentivoglio et al. 1997 (17 blinks a minute at rest, 26 in conversation, log-normal),
 * Doughty 2001 (10.5 to 32.5 in conversation), Garcia et al. 2011 (skewed intervals), Nakano and
 * Kitazawa 2010 (speakers blink at the ends of and in pauses of speech).
 * @param seconds the time of the last frame; every blink ends before it
 * @param share 0..1, the share of blinks to keep; a smaller share keeps a subset of the same blinks
 */
export function planBlinks(
  phrases: readonly TimeSpan[],
  {
    seconds,
    voiceSeconds,
    fps,
    share,
  }: { seconds: number; voiceSeconds: number; fps: number; share: number },
  random: Random,
): TimeSpan[] {
  const blinks: TimeSpan[] = [];
  let free = 0;
  const add = (middle: number, kept: boolean) => {
    const duration = Math.min(
      maxBlinkSeconds,
      Math.max(minBlinkSeconds, random.logNormal(typicalDuration, durationSigma)),
    );
    // Rounding to a frame must not change the blinks that follow.
    const exact = Math.max(middle, free + duration / 2);
    free = exact + duration / 2 + minGapSeconds;
    const shown = Math.round(exact * fps) / fps;
    const blink = { start: shown - duration / 2, end: shown + duration / 2 };
    if (kept && blink.start >= 0 && blink.end <= seconds) blinks.push(blink);
    return exact + duration / 2;
  };

  const pace = blinkPace(phrases, voiceSeconds);
  let remaining = nextInterval(random) * random.between(0.2, 1);
  for (let time = 0; time < seconds; time += step) {
    remaining -= pace(time) * step;
    if (remaining > 0) continue;
    const kept = random.uniform() < share;
    const firstEnd = add(time, kept);
    const gap = random.between(0.12, 0.26);
    if (random.uniform() < doubleShare) {
      free = firstEnd;
      add(firstEnd + gap + typicalDuration / 2, kept);
    }
    remaining = nextInterval(random);
  }
  return blinks;
}

/** Returns how far the lids are closed, 0..1: they close for 40 % of a blink, stay closed for 20 %, and open. */
export function lidsDuring({ start, end }: TimeSpan, time: number): number {
  const share = (time - start) / (end - start);
  return smoothStep(0, 0.4, Math.min(share, 1 - share));
}

function nextInterval(random: Random): number {
  return random.logNormal(typicalInterval, intervalSigma);
}

/** Returns the speed of the warped time axis, relative to the clip's time; 1 on average. */
function blinkPace(phrases: readonly TimeSpan[], seconds: number): (time: number) => number {
  const windows = phrases.map(({ end }) => ({
    start: Math.max(0, end - pauseLead),
    end: Math.min(seconds, end - pauseLead + pauseSeconds),
  }));
  let inWindows = 0;
  let covered = 0;
  for (const { start, end } of windows) {
    inWindows += Math.max(0, end - Math.max(start, covered));
    covered = Math.max(covered, end);
  }
  const mean = (seconds + (pauseFactor - 1) * inWindows) / seconds;
  let next = 0;
  return (time) => {
    for (let window = windows[next]; window && window.end <= time; window = windows[next]) next++;
    const window = windows[next];
    return (window && window.start <= time ? pauseFactor : 1) / mean;
  };
}
