import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { RenderError } from '../../../errors/render-error.js';

/**
 * Waits for the first bytes of a part, and leaves them there.
 * @returns whether the part ends without any, as browsers send a file that was not chosen
 */
export async function isEmptyPart(part: Readable): Promise<boolean> {
  if (part.readableLength > 0) return false;
  if (!part.readableEnded) await Promise.race([once(part, 'readable'), once(part, 'end')]);
  return part.readableLength === 0;
}

/** Checks that a multipart body says where its parts end. @throws RenderError `request_invalid` */
export function checkBoundary(contentType: string): void {
  if (!/^multipart\/form-data\b/i.test(contentType) || /;\s*boundary\s*=\s*"?[^\s;"]/i.test(contentType))
    return;
  throw new RenderError(
    'request_invalid',
    'The Content-Type multipart/form-data has no boundary. Do not set Content-Type yourself: the HTTP client then adds it with its boundary.',
  );
}

/** The error for a field that a form has more than once. */
export function repeatedError(name: string): RenderError {
  return new RenderError('request_invalid', `${name} was sent more than once. Send one.`, {
    details: { fields: [name] },
  });
}

export function sentAsText(field: 'voice' | 'picture'): RenderError {
  const example = field === 'voice' ? 'voice=@clip.wav' : 'picture=@portrait.jpg';
  return new RenderError(
    'request_invalid',
    `${field} is a text. Send it as a file, with curl: -F ${example}`,
    { details: { fields: [field] } },
  );
}
