import { FaultLog, reasonOf } from '../../config/fault-log.js';
import type { Logger } from '../../config/logger.js';
import type { Clock } from '../../domain/clock.js';
import { renderProgressed, type Envelope } from '../../events/contract/events.js';
import type { Sink } from '../../events/sink/sink.js';
import { streamPath } from '../../events/contract/stream-path.js';
import { writeProgress } from '../../events/status/progress.js';
import type { Store } from '../../storage/store.js';
import type { RenderProgress } from '../render/render-progress.js';

const intervalMs = 1000;

/** What a report needs of the process. */
interface ReportContext {
  readonly store: Store;
  readonly sink: Sink | undefined;
  readonly log: Logger;
  readonly clock: Clock;
}

/** The fields that every progress event of a job has. */
interface ReportedJob {
  readonly jobId: string;
  readonly avatarId: string;
  readonly attempt: number;
}

/**
 * Writes the progress of a render to the store, and sends it to the sink if there is one: at most once
 * a second, once more when there is something to watch, and never two at a time. A failure here never stops the render.
 */
export class ProgressReporter {
  readonly #context: ReportContext;
  readonly #job: ReportedJob;
  readonly #envelope: Envelope;
  readonly #faults = [new FaultLog(), new FaultLog()] as const;
  #number = 0;
  #sentMs = -Infinity;
  #sending: Promise<void> = Promise.resolve();
  #isSending = false;
  #firstFrameMs: number | undefined;
  #stream: 'none' | 'new' | 'reported' = 'none';

  constructor(context: ReportContext, job: ReportedJob, envelope: Envelope) {
    this.#context = context;
    this.#job = job;
    this.#envelope = envelope;
  }

  report(progress: RenderProgress | { stage: 'store'; framesDone: number; frames: number }): void {
    const nowMs = this.#context.clock.monotonicMs();
    if (progress.framesDone > 0) this.#firstFrameMs ??= nowMs;
    if (this.#isSending || nowMs - this.#sentMs < intervalMs) return;
    this.#sentMs = nowMs;
    this.#isSending = true;
    this.#sending = this.#send(progress, nowMs).finally(() => {
      this.#isSending = false;
    });
  }

  /** From now on, reports say where the video can be watched; the next one is not held back. */
  streamStarted(): void {
    if (this.#stream !== 'none') return;
    this.#stream = 'new';
    if (this.#sentMs !== Infinity) this.#sentMs = -Infinity;
  }

  /** Waits for the report in flight. */
  sent(): Promise<void> {
    return this.#sending;
  }

  /** Waits for the report in flight, so that none is written after the outcome. */
  async finish(): Promise<void> {
    this.#sentMs = Infinity;
    await this.#sending;
  }

  async #send(
    { stage, framesDone, frames }: Parameters<ProgressReporter['report']>[0],
    nowMs: number,
  ): Promise<void> {
    const elapsedSeconds = (nowMs - (this.#firstFrameMs ?? nowMs)) / 1000;
    const framesPerSecond = elapsedSeconds > 0.5 ? framesDone / elapsedSeconds : undefined;
    const known = frames === undefined ? {} : { frames };
    const rate =
      framesPerSecond === undefined || frames === undefined
        ? {}
        : {
            framesPerSecond: tenths(framesPerSecond),
            secondsLeft: tenths((frames - framesDone) / framesPerSecond),
          };
    const progress = frames === undefined ? 0 : Math.round((framesDone / frames) * 1000) / 1000;
    const event = renderProgressed(
      { ...this.#job, stage, framesDone, ...known, progress, ...rate, ...this.#streamFields() },
      ++this.#number,
      this.#envelope,
    );
    const { store, sink, log } = this.#context;
    const results = await Promise.allSettled([writeProgress(store, this.#job.jobId, event), sink?.(event)]);
    for (const [i, result] of results.entries()) {
      if (result.status !== 'rejected') continue;
      const reason = reasonOf(result.reason);
      if (this.#faults[i]?.isNew(reason) === true)
        log.warn({ event: 'progress.failed', reason }, 'Progress was not reported');
    }
  }

  #streamFields(): { readonly streamUrl?: string; readonly started?: true } {
    if (this.#stream === 'none') return {};
    const streamUrl = streamPath(this.#job.jobId);
    if (this.#stream === 'reported') return { streamUrl };
    this.#stream = 'reported';
    return { streamUrl, started: true };
  }
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
