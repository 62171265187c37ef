import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** A rejected body of which less than this is left is read and dropped, so that the connection can be kept. */
const maxDroppedBytes = 8 * 1024 * 1024;
/** How long the rest of a rejected body may take, on a connection that is kept. */
const maxDropMs = 30_000;
/** How long a connection that is closed after an answer still reads what its client sends. */
const lingerMs = 2000;
const checkIntervalMs = 15_000;
/** A body must bring this much in every interval; a client that sends a byte now and then occupies a connection. */
const minBytesPerInterval = 1024;
/** How many intervals in a row may bring less. */
const maxSlowIntervals = 3;

/** Whether a request has a body at all (RFC 9112, § 6). */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

/**
 * Prepares the connection of a request that is answered before its body has arrived. The rest of the body is read and
 * dropped, so that a next request on the connection is understood. If the rest is too long for that, the
 * connection is closed after the answer, but not before the client can have read it.
 * @param bytesBefore what the connection had received before this request
 * @returns whether the answer must announce that the connection is closed
 */
export function answerEarly(
  request: IncomingMessage,
  response: ServerResponse,
  bytesBefore: number,
): boolean {
  const { socket } = request;
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  const isKept = length - (socket.bytesRead - bytesBefore) <= maxDroppedBytes;
  const destroySoon = socket.destroySoon.bind(socket);
  // Node closes a connection with the end of its last answer, and the HTTP library half a second after any answer. Both
  // reset it if the client is still sending, and the client may then lose the answer.
  socket.destroySoon = () => {
    if (!isKept) socket.end();
  };
  const timer = setTimeout(destroySoon, isKept ? maxDropMs : lingerMs);
  const settle = () => {
    clearTimeout(timer);
    socket.destroySoon = destroySoon;
    if (!isKept) destroySoon();
  };
  request.once('end', settle);
  request.once('close', settle);
  response.once('finish', () => {
    // Readers that gave up would pause the body again.
    request.removeAllListeners('data');
    request.on('data', () => undefined);
    request.resume();
  });
  return !isKept;
}

/** Cuts the connections of requests whose bodies arrive more slowly than a byte rate that every client reaches. */
export function cutSlowBodies(
  server: Server,
  { intervalMs = checkIntervalMs, minBytes = minBytesPerInterval } = {},
): void {
  const arriving = new Map<IncomingMessage, { bytes: number; slow: number }>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!hasBody(request)) return;
    arriving.set(request, { bytes: request.socket.bytesRead, slow: 0 });
    const forget = () => arriving.delete(request);
    request.once('end', forget);
    request.once('close', forget);
    response.once('close', forget);
  });
  const timer = setInterval(() => {
    for (const [request, seen] of arriving) {
      if (request.complete) {
        arriving.delete(request);
        continue;
      }
      const { bytesRead } = request.socket;
      // Data that waits here was sent in time: this process, or its store, is slow.
      const isSlow = bytesRead - seen.bytes < minBytes && request.readableLength === 0;
      const slow = isSlow ? seen.slow + 1 : 0;
      arriving.set(request, { bytes: bytesRead, slow });
      if (slow >= maxSlowIntervals) request.socket.destroy();
    }
  }, intervalMs);
  timer.unref();
  server.once('close', () => clearInterval(timer));
}
