import type { Job } from '../../status/job.js';

/**
 * The name under which clients save a file of a job: its portrait and the start of its id, as in
 * `alice-5f0c2f0e.mp4`.
 */
export function jobFileName({ jobId, request }: Job, extension: string): string {
  const short = jobId.slice(0, 8).replace(/-+$/, '');
  return `${[request?.data.avatarId, short].filter(Boolean).join('-')}.${extension}`;
}
