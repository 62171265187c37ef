import type { Gallery } from '../portrait/gallery.js';
import { Problem } from '../service/problem.js';
import type { Service } from '../service/service.js';
import { announce } from '../view/announce.js';
import { find } from '../view/find.js';
import { clearProblem, showProblem } from '../view/problem.js';
import { texts } from '../texts/texts.js';
import type { HistoryEntry, JobHistory } from './job-history.js';
import { VideoRow } from './video-row.js';

/** What the list needs of the page. */
interface VideoListContext {
  readonly service: Service;
  readonly gallery: Gallery;
  /** Shows a video on the stage, and plays it. */
  readonly play: (jobId: string) => void;
  /** Called when the service no longer has a job. */
  readonly deleted: (jobId: string) => void;
}

/** The videos of this browser, and those that are being made. */
export class VideoList {
  readonly #jobs: JobHistory;
  readonly #context: VideoListContext;
  readonly #list = find('history-list', HTMLElement);
  readonly #problem = find('history-problem', HTMLElement);
  /** A row stays while its job is the same: the focus may be on it. */
  #rows = new Map<string, VideoRow>();

  constructor(jobs: JobHistory, context: VideoListContext) {
    this.#jobs = jobs;
    this.#context = context;
  }

  /** Shows the jobs of the history. */
  show(): void {
    const jobs = this.#jobs.list();
    const rows = new Map(jobs.map((job) => [job.jobId, this.#row(job)]));
    for (const [jobId, row] of this.#rows) if (rows.get(jobId) !== row) row.release();
    this.#rows = rows;
    this.#list.replaceChildren(...Array.from(rows.values(), ({ element }) => element));
    find('no-videos', HTMLElement).hidden = jobs.length > 0;
  }

  #row(job: HistoryEntry): VideoRow {
    const { service, gallery, play } = this.#context;
    const name = gallery.portrait(job.avatarId)?.name ?? job.avatarId;
    const known = this.#rows.get(job.jobId);
    if (known?.shows(job, name) === true) return known;
    return new VideoRow(service, gallery, {
      job,
      name,
      play,
      remove: () => this.#delete(job.jobId),
    });
  }

  async #delete(jobId: string): Promise<void> {
    clearProblem(this.#problem);
    try {
      await this.#context.service.request(`/status/${jobId}`, { method: 'DELETE' });
    } catch (error) {
      // It is gone already.
      if (!(error instanceof Problem) || error.code !== 'job_not_found') {
        showProblem(this.#problem, error);
        return;
      }
    }
    this.#context.deleted(jobId);
    this.#jobs.forget(jobId);
    announce(texts.history.deleted);
    find('videos-tab', HTMLElement).focus();
  }
}
