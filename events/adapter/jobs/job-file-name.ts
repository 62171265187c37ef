import type { Job } from '../../status/job.js';

/**
 * The name under which clients save a file of a job: that of its portrait, as in `alice.mp4`. Browsers number
 * files of one name; a job whose request is gone is named after its id.
 */
export function jobFileName({ jobId, request }: Job, extension: string): string {
  const short = jobId.slice(0, 8).replace(/-+$/, '');
  return `${request?.data.avatarId ?? short}.${extension}`;
}
