import { isDeleted } from '../../status/deletion.js';
import { readOutcome } from '../../status/outcome.js';
import { readRequest } from '../../status/request.js';
import { deleteStream, listStreams } from '../../status/stream.js';
import type { AdapterContext } from '../context.js';

/**
 * Deletes the streams of jobs that ended long enough ago (STREAM_KEEP_SECONDS, and the time that the longest video
 * takes to play, so that those who have begun can watch to the end), and of jobs that no longer exist:
 * a renderer may have stored a fragment while its job was deleted.
 * @param signal stops between two jobs
 * @returns the number of deleted streams
 */
export async function deleteOldStreams(
  { store, settings, clock }: Pick<AdapterContext, 'store' | 'settings' | 'clock'>,
  signal: AbortSignal,
): Promise<number> {
  const maxAgeMs = (settings.STREAM_KEEP_SECONDS + settings.VOICE_MAX_SECONDS) * 1000;
  let deleted = 0;
  for (const jobId of await listStreams(store)) {
    signal.throwIfAborted();
    const outcome = await readOutcome(store, jobId);
    const isOld =
      outcome !== undefined &&
      (isDeleted(outcome) || clock.epochMs() - Date.parse(outcome.time ?? '') >= maxAgeMs);
    if (!isOld && (outcome ?? (await readRequest(store, jobId)))) continue;
    await deleteStream(store, jobId);
    deleted++;
  }
  return deleted;
}
