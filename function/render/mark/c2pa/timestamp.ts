import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { RenderError } from '../../../../errors/render-error.js';
import { guardedRequest } from '../../../../outbound/guarded-request.js';
import type { ProxySettings } from '../../../../outbound/proxy.js';

const timeoutMs = 10_000;
/** Real answers have some kilobytes. */
const maxAnswerBytes = 256 * 1024;

const der = { boolean: 0x01, integer: 0x02, octets: 0x04, sequence: 0x30 } as const;
/** SHA-256, 2.16.840.1.101.3.4.2.1, without parameters. */
const sha256Identifier = Buffer.from('300d06096086480165030402010500', 'hex');

/**
 * Asks a time stamp authority to confirm when a message existed (RFC 3161): it receives the message's
 * hash, and nothing else.
 * @returns the time stamp token
 * @throws RenderError `mark_failed`
 */
export async function requestTimestamp(
  url: string,
  message: Uint8Array,
  proxies: ProxySettings = {},
): Promise<Uint8Array> {
  try {
    const response = await guardedRequest(new URL(url), {
      method: 'POST',
      allowed: 'any',
      headers: { 'content-type': 'application/timestamp-query' },
      body: timestampQuery(message),
      signal: AbortSignal.timeout(timeoutMs),
      proxies,
    });
    return tokenIn(await readAnswer(response));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RenderError(
      'mark_failed',
      `The time stamp authority of C2PA_TIMESTAMP_URL gave no time stamp (${reason}). Try again later, or unset it.`,
    );
  }
}

async function readAnswer(response: IncomingMessage): Promise<Buffer> {
  try {
    const { statusCode: status = 0 } = response;
    if (status < 200 || status > 299) throw new TypeError(`status ${String(status)}`);
    const declared = Number(response.headers['content-length'] ?? 0);
    if (declared > maxAnswerBytes) throw new RangeError(`${String(declared)} bytes`);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) continue;
      bytes += chunk.length;
      if (bytes > maxAnswerBytes) throw new RangeError(`more than ${String(maxAnswerBytes)} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    response.destroy();
  }
}

/** RFC 3161, 2.4.1, with a nonce, and asking for the authority's certificate. */
function timestampQuery(message: Uint8Array): Buffer {
  const hash = createHash('sha256').update(message).digest();
  const nonce = randomBytes(8);
  // A positive number without leading zeros.
  nonce[0] = 1 + ((nonce[0] ?? 0) % 127);
  return element(
    der.sequence,
    element(der.integer, Buffer.of(1)),
    element(der.sequence, sha256Identifier, element(der.octets, hash)),
    element(der.integer, nonce),
    element(der.boolean, Buffer.of(0xff)),
  );
}

/** The token in an answer (RFC 3161, 2.4.2): a status, and the token if it was granted. */
function tokenIn(answer: Buffer): Uint8Array {
  const body = contentOf(answer, 0, der.sequence);
  const status = contentOf(answer, body.start, der.sequence);
  const granted = contentOf(answer, status.start, der.integer);
  const code = answer[granted.start] ?? -1;
  // 0: granted, 1: granted with modifications.
  if (code > 1 || code < 0) throw new TypeError(`it refused with status ${String(code)}`);
  const token = contentOf(answer, status.end, der.sequence);
  return answer.subarray(status.end, token.end);
}

function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag, content.length), content]);
}

/** Where the content of a DER element lies. @throws TypeError if it is of another kind, or cut off */
function contentOf(bytes: Buffer, at: number, tag: number): { start: number; end: number } {
  const first = bytes[at + 1] ?? 0;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const start = at + 2 + lengthBytes;
  if (bytes[at] !== tag || lengthBytes > 4 || start > bytes.length) throw new TypeError('an unknown answer');
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  if (start + length > bytes.length) throw new TypeError('an incomplete answer');
  return { start, end: start + length };
}
