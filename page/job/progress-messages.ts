import type { Job } from '../service/job.js';
import { texts } from '../texts/texts.js';
import { duration, size, timeLeft } from '../view/format.js';

const { progress } = texts;

const stages: Readonly<Record<string, string>> = {
  voice: progress.voice,
  portrait: progress.portrait,
  wav2lip: progress.wav2lip,
  video: progress.video,
  store: progress.store,
};

/** What a job is doing, in words. */
export function stageMessages({ state, stage }: Job): string {
  return state === 'processing' ? (stages[stage ?? ''] ?? progress.working) : progress[state];
}

/** The progress of a job: `84 of 164 frames · 31 per second · about 3 s left`. */
export function figures({ state, frames, framesDone, framesPerSecond, secondsLeft }: Job): string {
  if (state !== 'processing' || frames === undefined) return '';
  return [
    progress.frames(framesDone, frames),
    ...(framesPerSecond === undefined ? [] : [progress.rate(Math.round(framesPerSecond))]),
    ...(secondsLeft === undefined ? [] : [timeLeft(secondsLeft)]),
  ].join(' · ');
}

/** The figures of a finished video: `6 s, 410 kB, made in 9 s`. */
export function resultNote({ result }: Job): string {
  const { durationSeconds = 0, bytes = 0, totalSeconds = 0 } = result ?? {};
  return texts.stage.made(duration(durationSeconds), size(bytes), duration(Math.max(1, totalSeconds)));
}
