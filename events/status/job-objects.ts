import { videoFormatNames } from '../../domain/video-format.js';
import type { Store } from '../../storage/store.js';
import { removeListing } from './job-listing.js';
import { jobKeys } from './keys.js';
import { readRequest } from './request.js';
import { deleteStream } from './stream.js';

/**
 * Deletes everything that the store has of a job, except its outcome. What does not exist is not an error, so that an
 * interrupted deletion can be repeated.
 */
export async function removeJobObjects(store: Store, jobId: string): Promise<void> {
  const request = await readRequest(store, jobId);
  const keys = [
    ...videoFormatNames.map((format) => jobKeys.video(jobId, format)),
    jobKeys.poster(jobId),
    jobKeys.upload(jobId),
    jobKeys.speech(jobId),
    jobKeys.captions(jobId),
    jobKeys.progress(jobId),
    jobKeys.lease(jobId),
    jobKeys.pending(jobId),
    jobKeys.undelivered(jobId),
  ];
  await Promise.all([
    ...keys.map((key) => store.delete(key)),
    deleteStream(store, jobId),
    ...(request ? [removeListing(store, jobId, request.time)] : []),
  ]);
  // Last: it says where the job is listed.
  await store.delete(jobKeys.request(jobId));
}
