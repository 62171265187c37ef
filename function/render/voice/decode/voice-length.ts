import { RenderError } from '../../../../errors/render-error.js';

export interface VoiceLimits {
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/** The length of a voice that is too long is measured for the message, up to this multiple of the limit. */
const measuredBeyondLimit = 10;

/** Whether a voice is so much too long that its exact length does not matter. */
export function isEndless(seconds: number, { maxSeconds }: VoiceLimits): boolean {
  return seconds > maxSeconds * measuredBeyondLimit;
}

/** @throws RenderError `voice_too_long`, `voice_too_short` */
export function checkLength(seconds: number, limits: VoiceLimits): void {
  const { minSeconds, maxSeconds } = limits;
  if (seconds > maxSeconds) {
    // Round away from the limit; otherwise a voice of 600.2 s would be "600 s long; the limit is 600
    // s".
    const length = isEndless(seconds, limits)
      ? `more than ${String(maxSeconds * measuredBeyondLimit)}`
      : rounded(Math.ceil, seconds, 100);
    throw new RenderError(
      'voice_too_long',
      `The voice is ${length} s long; the limit is ${String(maxSeconds)} s. Use a shorter one or raise VOICE_MAX_SECONDS.`,
      { details: { seconds, maxSeconds } },
    );
  }
  if (seconds < minSeconds) {
    throw new RenderError(
      'voice_too_short',
      `The voice is ${rounded(Math.floor, seconds, 1000)} s long; the minimum is ${String(minSeconds)} s (VOICE_MIN_SECONDS).`,
      { details: { seconds, minSeconds } },
    );
  }
}

function rounded(round: (value: number) => number, seconds: number, steps: number): string {
  return String(round(seconds * steps) / steps);
}
