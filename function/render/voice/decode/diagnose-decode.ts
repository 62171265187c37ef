import { stat } from 'node:fs/promises';
import { RenderError, toRenderError } from '../../../../errors/render-error.js';
import { isTruncated } from '../container/declared-end.js';
import { isEncrypted } from '../container/encrypted-media.js';
import { identifyMedia, type MediaKind } from '../container/identify-media.js';
import { headOf } from './concatenated-files.js';

const formats = 'WAV, MP3, Ogg, Opus, M4A, FLAC, or WebM';

/**
 * Determines what a failed run of ffmpeg says about the voice.
 * @param kinds of the streams in the file: a, v, s; none if it is unreadable
 * @returns RenderError `voice_silent_media` or `voice_unreadable`; the original error if the voice
 *   was not the cause
 */
export async function diagnoseDecode(
  thrown: unknown,
  voiceFile: string,
  kinds: readonly string[],
  signal: AbortSignal,
): Promise<unknown> {
  const error = toRenderError(thrown);
  if (!blamesInput(error)) return thrown;
  if (kinds.length > 0 && !kinds.includes('a')) {
    return new RenderError(
      'voice_silent_media',
      'The voice file has no audio track. Use a file with sound.',
      { cause: error },
    );
  }
  const { size } = await stat(voiceFile);
  const head = await headOf(voiceFile);
  const found = identifyMedia(head);
  const details = { bytes: size, ...(found ? { found: found.name } : {}) };
  const message = await reason({ file: voiceFile, size, head, found }, signal);
  return new RenderError('voice_unreadable', message, { cause: error, details });
}

async function reason(
  { file, size, head, found }: { file: string; size: number; head: Buffer; found: MediaKind | undefined },
  signal: AbortSignal,
): Promise<string> {
  const voice = `The voice (${String(size)} bytes)`;
  if (size === 0) return `The voice is empty (0 bytes). Send a file with sound.`;
  if (head.every((byte) => byte === 0)) return `${voice} begins with zeros only. Use ${formats}.`;
  if (!found) {
    return `${voice} is of an unknown format; bare samples need a header. Use ${formats}.`;
  }
  if (found.kind === 'text') {
    return `${voice} is ${found.name}, not a recording. Use the address of the sound file itself: ${formats}.`;
  }
  if (found.kind === 'media') return `${voice} is ${found.name}, which is not supported. Use ${formats}.`;
  if (await isTruncated(file, found.name, signal)) {
    return `${voice} is ${found.name} that breaks off before its sound can be read. Send the whole file.`;
  }
  if (await isEncrypted(file, found.name, signal)) {
    return `${voice} is ${found.name} that is encrypted (DRM). Use a recording without copy protection.`;
  }
  return `${voice} is ${found.name} that is damaged or has an unknown codec. Use ${formats}.`;
}

/**
 * Whether the input may be the cause of a failure. It is not if the process was killed, for example when
 * memory ran out, or never started.
 */
export function blamesInput({ code, details }: RenderError): boolean {
  const { signal, exitCode } = details;
  return code === 'ffmpeg_failed' && (signal ?? null) === null && exitCode !== 126 && exitCode !== 127;
}
