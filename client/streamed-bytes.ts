import type { Connection } from './connection.js';
import { AvatarServiceError } from './service-error.js';

/** Requests in a row that found nothing to watch yet; each of them waits for up to a minute. */
const maxRequests = 60;

/**
 * Yields a body that grows.
 * @throws AvatarServiceError `unreachable` if it breaks off; what the service answers; the reason of the signal
 */
export async function* streamedBytes(
  connection: Connection,
  path: string,
  jobId: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const { body } = await firstAnswer(connection, path, signal);
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        signal?.throwIfAborted();
        const message = `The stream of job ${jobId} broke off. Ask for the job to learn why.`;
        throw new AvatarServiceError(message, { code: 'unreachable', jobId, cause: error });
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The stream, as soon as there is something to watch. */
async function firstAnswer(
  connection: Connection,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Response> {
  for (let requests = 1; ; requests++) {
    try {
      return await connection.send(path, { signal });
    } catch (error) {
      // The service has waited already.
      const isEarly = error instanceof AvatarServiceError && error.code === 'stream_not_started';
      if (!isEarly || requests === maxRequests) throw error;
    }
  }
}
