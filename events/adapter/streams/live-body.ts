import { systemClock, type Clock } from '../../../domain/clock.js';
import { RenderError } from '../../../errors/render-error.js';
import type { StreamFeed, StreamState } from './stream-feed.js';

/** A viewer that follows a stream. */
export interface LiveViewer {
  readonly jobId: string;
  /** A viewer that takes nothing for this long is cut off. */
  readonly maxStallMs: number;
  /**
   * Cuts the connection, which is how a body ends early: a response that is not read does not notice that its
   * body has failed, and one that is read has it printed. Without a connection, the body fails.
   */
  readonly cut?: (() => void) | undefined;
  /** Called once, when the viewer has all, has left, or is cut off. */
  readonly onEnd: () => void;
  readonly clock?: Clock;
}

/**
 * The body of a video that grows: the initialization segment and every fragment, each as soon as it is stored
 * and the viewer has taken the one before. If the job fails, the body breaks off.
 */
export function liveBody(
  feed: StreamFeed,
  first: StreamState,
  { jobId, maxStallMs, cut, onEnd, clock = systemClock }: LiveViewer,
): ReadableStream<Uint8Array> {
  let state = first;
  let sent = 0;
  let isStarted = false;
  let isOver = false;
  let stall = new AbortController();
  const end = () => {
    if (isOver) return;
    isOver = true;
    stall.abort();
    onEnd();
  };
  const breakOff = (controller: ReadableStreamDefaultController<Uint8Array>, reason: unknown) => {
    end();
    cut?.();
    if (cut) controller.close();
    else controller.error(reason);
  };
  const watchStall = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    stall = new AbortController();
    clock.sleep(maxStallMs, stall.signal).then(
      () => {
        if (isOver) return;
        breakOff(
          controller,
          new RenderError('rate_limited', `A viewer of job ${jobId} has stopped reading.`),
        );
      },
      // It reads again.
      () => undefined,
    );
  };
  const nextPart = async (): Promise<Uint8Array | undefined> => {
    for (;;) {
      const { stream, outcome, request } = state;
      // Its last fragments may still be in the cache, but its viewers must not wait for others.
      if (!request && !outcome)
        throw new RenderError('job_not_found', `Job ${jobId} was deleted.`, { details: { jobId } });
      if (stream && !isStarted) {
        isStarted = true;
        return feed.part(jobId, 'init', stream.init);
      }
      const fragment = stream?.fragments[sent];
      if (fragment) return feed.part(jobId, sent++, fragment);
      if (stream?.isComplete === true) return undefined;
      if (outcome) throw new RenderError('cancelled', `Job ${jobId} has ended (${outcome.type}).`);
      if (isOver) return undefined;
      state = await feed.next(jobId, state);
    }
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        stall.abort();
        try {
          const part = await nextPart();
          if (isOver) return;
          if (part) {
            controller.enqueue(part);
            watchStall(controller);
          } else {
            end();
            controller.close();
          }
        } catch (error) {
          if (!isOver) breakOff(controller, error);
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
