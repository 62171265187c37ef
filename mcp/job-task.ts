import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Job } from '../client/client.js';
import { errorOfJob } from '../client/service-error.js';
import { jobProgressText } from './job-answer.js';
import type { ToolContext } from './tool-context.js';
import { errorResult } from './tool-result.js';
import { videoResult } from './video-result.js';

/** How often a client should ask; a job reports its progress about once a second. */
const pollIntervalMs = 1000;

/** A task of the extension `io.modelcontextprotocol/tasks` (SEP-2663). */
export interface Task {
  readonly taskId: string;
  readonly status: 'working' | 'completed' | 'cancelled';
  readonly statusMessage?: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly lastUpdatedAt: string;
  /** How long the task is kept at least; null if it is not deleted. */
  readonly ttlMs: number | null;
  readonly pollIntervalMs: number;
  /** Of a completed task: what the tool would have answered. */
  readonly result?: CallToolResult;
}

/** The task of a job that was just requested, which has the same id. */
export function startedTask(jobId: string, { retentionMs }: ToolContext): Task {
  const now = new Date().toISOString();
  return {
    taskId: jobId,
    status: 'working',
    createdAt: now,
    lastUpdatedAt: now,
    ttlMs: retentionMs,
    pollIntervalMs,
  };
}

/** The task of a job as it is now. A job that has failed is a completed task, whose result is an error. */
export async function taskOfJob(job: Job, context: ToolContext): Promise<Task> {
  const now = new Date().toISOString();
  const { requestedAt: createdAt = now, endedAt: lastUpdatedAt = now } = job;
  const task = { taskId: job.jobId, createdAt, lastUpdatedAt, ttlMs: context.retentionMs, pollIntervalMs };
  if (job.state === 'cancelled') return { ...task, status: 'cancelled' };
  const error = errorOfJob(job);
  if (!error && job.state !== 'completed')
    return { ...task, status: 'working', statusMessage: jobProgressText(job) };
  const result = error ? errorResult(error) : await videoResult(job, context);
  return { ...task, status: 'completed', result: { ...result, resultType: 'complete' } };
}
