import { withoutPrefix } from './base-path.js';
import { isRecord, numberIn, recordIn, textIn } from './read-json.js';

export type JobState = 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** A job as the service describes it. */
export interface Job {
  readonly jobId: string;
  readonly state: JobState;
  readonly avatarId: string | undefined;
  readonly stage: string | undefined;
  readonly framesDone: number;
  readonly frames: number | undefined;
  readonly progress: number;
  readonly framesPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
  /** For a finished job. */
  readonly result:
    | {
        readonly durationSeconds: number;
        readonly bytes: number;
        readonly totalSeconds: number;
        /** Whether the file says that a machine made it. */
        readonly isMarked: boolean;
        /** `mp4`, `webm`, or `mov`. */
        readonly format: string;
      }
    | undefined;
  /** Whether the video has no background. */
  readonly isTransparent: boolean;
  /** Whether the color is above and the alpha below, as gray. */
  readonly isStacked: boolean;
  /** While a job is rendered that can be watched: the playlist, and the MP4 that grows. */
  readonly streamUrl: string | undefined;
  readonly liveUrl: string | undefined;
  /** For a finished job with a text. */
  readonly captionsUrl: string | undefined;
  /** For a failed job. */
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

const states: readonly JobState[] = ['queued', 'processing', 'completed', 'failed', 'cancelled'];

/** Parses a job. @throws TypeError if it is not one */
export function readJob(value: unknown): Job {
  if (!isRecord(value)) throw new TypeError('the service did not send a job');
  const jobId = textIn(value, 'jobId');
  const state = states.find((name) => name === value['state']);
  if (jobId === undefined || state === undefined) throw new TypeError('the service did not send a job');
  const result = recordIn(value, 'result');
  const error = recordIn(value, 'error');
  return {
    jobId,
    state,
    avatarId: textIn(value, 'avatarId'),
    stage: textIn(value, 'stage'),
    framesDone: numberIn(value, 'framesDone') ?? 0,
    frames: numberIn(value, 'frames'),
    progress: numberIn(value, 'progress') ?? 0,
    framesPerSecond: numberIn(value, 'framesPerSecond'),
    secondsLeft: numberIn(value, 'secondsLeft'),
    result: result && {
      durationSeconds: numberIn(result, 'durationSeconds') ?? 0,
      bytes: numberIn(result, 'bytes') ?? 0,
      totalSeconds: numberIn(recordIn(result, 'seconds') ?? {}, 'total') ?? 0,
      format: textIn(result, 'format') ?? 'mp4',
      isMarked: (textIn(result, 'mark') ?? 'off') !== 'off',
    },
    isTransparent: textIn(value, 'background') === 'transparent',
    isStacked: textIn(value, 'transparent') === 'stacked',
    streamUrl: withoutPrefix(textIn(value, 'streamUrl')),
    liveUrl: withoutPrefix(textIn(value, 'liveUrl')),
    captionsUrl: withoutPrefix(textIn(value, 'captionsUrl')),
    error: error && { code: textIn(error, 'code') ?? 'internal', message: textIn(error, 'message') ?? '' },
  };
}

/** Whether a job is in a final state. */
export function hasEnded({ state }: Job): boolean {
  return state !== 'queued' && state !== 'processing';
}
