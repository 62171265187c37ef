import { SafeStorage } from '../service/safe-storage.js';
import { isRecord, numberIn, textIn } from '../service/read-json.js';
import type { ShownRequest } from './snippets.js';
import { readRequest } from './stored-request.js';
import type { JobState } from '../service/job.js';

/** A job of this browser, as stored in it. */
export interface HistoryEntry {
  readonly jobId: string;
  readonly avatarId: string;
  /** The name of the voice. */
  readonly voice: string;
  readonly requestedMs: number;
  readonly state: JobState;
  /** Absent in the list of an earlier version. */
  readonly request?: ShownRequest | undefined;
}

const name = 'avatar-service.jobs';
const maxEntries = 30;
const states: readonly JobState[] = ['queued', 'processing', 'completed', 'failed', 'cancelled'];

/** The jobs of this browser, latest first; stored only in the browser. */
export class JobHistory {
  readonly #kept = new SafeStorage(() => localStorage, name);
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    // Another tab may be rendering, too.
    window.addEventListener('storage', (event) => {
      if (event.key === name) onChange();
    });
  }

  list(): HistoryEntry[] {
    const stored: unknown = parsed(this.#kept.read() ?? '[]');
    return Array.isArray(stored) ? stored.map(readEntry).filter((job) => job !== undefined) : [];
  }

  find(jobId: string): HistoryEntry | undefined {
    return this.list().find((job) => job.jobId === jobId);
  }

  remember(job: HistoryEntry): void {
    const others = this.list().filter(({ jobId }) => jobId !== job.jobId);
    const jobs = [job, ...others].sort((a, b) => b.requestedMs - a.requestedMs).slice(0, maxEntries);
    this.#write(jobs);
  }

  /** Records the current state of a job. */
  note(jobId: string, state: JobState): void {
    const job = this.find(jobId);
    if (job && job.state !== state) this.remember({ ...job, state });
  }

  forget(jobId: string): void {
    this.#write(this.list().filter((job) => job.jobId !== jobId));
  }

  #write(jobs: readonly HistoryEntry[]): void {
    this.#kept.write(JSON.stringify(jobs));
    this.#onChange();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readEntry(value: unknown): HistoryEntry | undefined {
  if (!isRecord(value)) return undefined;
  const jobId = textIn(value, 'jobId');
  const avatarId = textIn(value, 'avatarId');
  const state = states.find((known) => known === value['state']);
  if (jobId === undefined || avatarId === undefined || state === undefined) return undefined;
  return {
    jobId,
    avatarId,
    state,
    voice: textIn(value, 'voice') ?? '',
    requestedMs: numberIn(value, 'requestedMs') ?? 0,
    request: readRequest(value['request']),
  };
}
