import { sha256Of, sha256OfFile } from '../../../storage/files/sha256.js';
import type { Mark } from './mark.js';
import { appendXmpBox } from './xmp/xmp-box.js';

/** What a video was made from. */
export interface MarkedInputs {
  readonly portrait: Uint8Array;
  readonly voiceFile: string;
}

/**
 * Marks a finished MP4 in place. No frame is encoded again. The signature comes last, so that it covers
 * the XMP.
 * @throws RenderError `mark_failed`; the reason of the abort
 */
export async function markVideo(
  file: string,
  { xmp, signer }: Mark,
  { portrait, voiceFile }: MarkedInputs,
  signal?: AbortSignal,
): Promise<void> {
  if (xmp !== undefined) await appendXmpBox(file, xmp);
  if (!signer) return;
  const voiceSha256 = await sha256OfFile(voiceFile, signal);
  await signer.sign(file, 'video/mp4', { portraitSha256: sha256Of(portrait), voiceSha256 }, signal);
}
