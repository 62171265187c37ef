import type { Job } from '../service/job.js';
import { timeLeft } from '../view/format.js';

const stages: Readonly<Record<string, string>> = {
  voice: 'Listening to the voice',
  portrait: 'Looking at the portrait',
  wav2lip: 'Moving the mouth',
  video: 'Making the video',
  store: 'Saving the video',
};

/** What a job is doing, in words. */
export function stageMessages({ state, stage }: Job): string {
  switch (state) {
    case 'queued':
      return 'Waiting in the queue';
    case 'processing':
      return stages[stage ?? ''] ?? 'Working';
    case 'completed':
      return 'Done';
    case 'failed':
      return 'Failed';
    case 'cancelled':
      return 'Canceled';
  }
}

/** The progress of a job: `84 of 164 frames · 31 per second · about 3 s left`. */
export function figures({ state, frames, framesDone, framesPerSecond, secondsLeft }: Job): string {
  if (state !== 'processing' || frames === undefined) return '';
  return [
    `${String(framesDone)} of ${String(frames)} frames`,
    ...(framesPerSecond === undefined ? [] : [`${String(Math.round(framesPerSecond))} per second`]),
    ...(secondsLeft === undefined ? [] : [timeLeft(secondsLeft)]),
  ].join(' · ');
}
