import { isDeleted } from '../../status/deletion.js';
import { readOutcome } from '../../status/outcome.js';
import { readRequest } from '../../status/request.js';
import { deleteStream, listStreams } from '../../status/stream.js';
import type { AdapterContext } from '../context.js';

/**
 * Deletes the streams of jobs that ended long enough ago (STREAM_KEEP_SECONDS), and of jobs that no longer exist:
 * a renderer may have stored a fragment while its job was deleted.
 * @param signal stops between two jobs
 * @returns the number of deleted streams
 */
export async function deleteOldStreams(
  { store, settings, clock }: Pick<AdapterContext, 'store' | 'settings' | 'clock'>,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for (const jobId of await listStreams(store)) {
    signal.throwIfAborted();
    const outcome = await readOutcome(store, jobId);
    const isOld =
      outcome !== undefined &&
      (isDeleted(outcome) ||
        clock.epochMs() - Date.parse(outcome.time ?? '') >= settings.STREAM_KEEP_SECONDS * 1000);
    if (!isOld && (outcome ?? (await readRequest(store, jobId)))) continue;
    await deleteStream(store, jobId);
    deleted++;
  }
  return deleted;
}
