import type { Gallery } from '../portrait/gallery.js';
import { servicePath } from '../service/base-path.js';
import { hasEnded, readJob, type Job } from '../service/job.js';
import { Problem } from '../service/problem.js';
import type { RenderOptions } from '../service/render-options.js';
import { requestRender } from '../service/request-render.js';
import type { Service } from '../service/service.js';
import { watchJob } from '../service/watch-job.js';
import { voiceName, type Voice } from '../voice/voice.js';
import type { JobHistory } from './job-history.js';
import { playLive } from './live-player.js';
import type { ShownRequest } from './snippets.js';
import type { Stage } from './stage.js';

/** The current job: requested, followed until it has ended, and shown on the stage. */
export class CurrentJob {
  readonly #service: Service;
  readonly #stage: Stage;
  readonly #gallery: Gallery;
  readonly #history: JobHistory;
  #watching = new AbortController();
  #jobId: string | undefined;
  #isRunning = false;

  constructor(service: Service, stage: Stage, gallery: Gallery, history: JobHistory) {
    this.#service = service;
    this.#stage = stage;
    this.#gallery = gallery;
    this.#history = history;
  }

  /** The job that is on the stage. */
  get jobId(): string | undefined {
    return this.#jobId;
  }

  /** Whether the job on the stage is still being rendered. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Removes the current job from the stage; it continues in the service. */
  leave(): void {
    this.#watching.abort();
    this.#watching = new AbortController();
    if (this.#jobId !== undefined) this.#service.releaseMedia(videoPath(this.#jobId));
    this.#jobId = undefined;
    this.#isRunning = false;
  }

  /** Requests a video. @returns the job's id */
  async request(voice: Voice, options: RenderOptions, shown: ShownRequest): Promise<string> {
    const { avatarId } = shown;
    this.leave();
    this.#stage.showSending();
    const jobId = await requestRender(this.#service, avatarId, voice, options);
    this.#history.remember({
      jobId,
      avatarId,
      voice: voiceName(voice),
      requestedMs: Date.now(),
      state: 'queued',
      request: shown,
    });
    return jobId;
  }

  /** Shows a job and follows it. @param play whether its video starts by itself */
  async show(jobId: string, play: boolean): Promise<void> {
    this.leave();
    this.#jobId = jobId;
    const { signal } = this.#watching;
    try {
      let job = readJob(await this.#service.json(`/status/${jobId}`, { signal, cache: 'no-store' }));
      await this.#showPortrait(job);
      signal.throwIfAborted();
      let live: Promise<boolean> | undefined;
      if (!hasEnded(job)) {
        this.#isRunning = true;
        this.#stage.showGround(job.isTransparent);
        this.#stage.showProgress(job);
        await watchJob(this.#service, jobId, signal, (now) => {
          job = now;
          this.#history.note(jobId, now.state);
          this.#stage.showProgress(now);
          if (now.liveUrl !== undefined && now.state === 'processing') {
            live ??= this.#stage.playLive((video) => playLive(video, this.#service, now, signal), now, play);
          }
        });
        this.#isRunning = false;
      }
      this.#history.note(jobId, job.state);
      if (job.state !== 'completed') {
        this.#stage.showEnd(job);
        return;
      }
      signal.throwIfAborted();
      const url = await this.#service.mediaUrl(videoPath(jobId));
      const captions = job.captionsUrl && (await this.#service.mediaUrl(job.captionsUrl));
      const isWhole = (await live) ?? false;
      if (!signal.aborted) await this.#stage.showVideo(job, { url, captions, play, isWhole });
    } catch (error) {
      if (signal.aborted) return;
      this.#isRunning = false;
      this.#stage.showProblem(error);
      if (error instanceof Problem && error.code === 'job_not_found') this.#history.forget(jobId);
    }
  }

  /** Cancels the job. If it has already ended, its result is shown. */
  async cancel(): Promise<void> {
    if (this.#jobId === undefined) return;
    await this.#service.request(`/render/${this.#jobId}`, { method: 'DELETE' }).catch((error: unknown) => {
      if (!(error instanceof Problem) || error.code !== 'job_ended') throw error;
    });
  }

  async #showPortrait({ avatarId }: Job): Promise<void> {
    const id = avatarId ?? '';
    const portrait = this.#gallery.portrait(id);
    this.#stage.showPortrait(
      portrait ?? { name: id },
      portrait ? await this.#gallery.stageUrl(portrait) : servicePath('/page/gone.svg'),
    );
  }
}

function videoPath(jobId: string): string {
  return `/status/${jobId}`;
}
