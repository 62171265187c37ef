import { videoMediaTypes, type VideoFormat } from '../../../domain/video-format.js';
import { sha256Of, sha256OfFile } from '../../../storage/files/sha256.js';
import type { Mark } from './mark.js';
import { appendXmpBox } from './xmp/xmp-box.js';

/** What a video was made from. */
export interface MarkedInputs {
  readonly portrait: Uint8Array;
  readonly voiceFile: string;
}

/**
 * Marks a finished video in place. No frame is encoded again. An MP4 gets its XMP here; other formats were
 * written with it. The signature comes last, so that it covers the XMP.
 * @throws RenderError `mark_failed`; the reason of the abort
 */
export async function markVideo(
  { file, format }: { readonly file: string; readonly format: VideoFormat },
  { xmp, signer }: Mark,
  { portrait, voiceFile }: MarkedInputs,
  signal?: AbortSignal,
): Promise<void> {
  if (xmp !== undefined && format === 'mp4') await appendXmpBox(file, xmp);
  if (!signer) return;
  const voiceSha256 = await sha256OfFile(voiceFile, signal);
  await signer.sign(
    file,
    videoMediaTypes[format],
    { portraitSha256: sha256Of(portrait), voiceSha256 },
    signal,
  );
}
