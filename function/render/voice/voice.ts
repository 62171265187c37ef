import { createWriteStream } from 'node:fs';
import { copyFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Settings } from '../../../config/settings.js';
import { errnoOf, RenderError } from '../../../errors/render-error.js';
import { decodeVoice, type DecodedVoice } from './decode/decode.js';
import type { ProxySettings } from '../../../outbound/proxy.js';
import { fetchVoice } from './fetch/fetch-voice.js';
import { limitBytes } from './fetch/limit-bytes.js';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.js';

/**
 * Where a voice comes from: a URL, an upload, a text that is spoken into a file, or, for local use only,
 * a file on this machine.
 */
export type VoiceSource =
  | { readonly url: URL }
  | { readonly upload: () => Promise<Readable> }
  | { readonly speak: (file: string, signal: AbortSignal) => Promise<void> }
  | { readonly file: string };

export type VoiceSettings = Pick<
  Settings,
  | 'VOICE_MAX_SECONDS'
  | 'VOICE_MIN_SECONDS'
  | 'VOICE_MAX_BYTES'
  | 'VOICE_TIMEOUT_SECONDS'
  | 'VOICE_ALLOW_PRIVATE'
> &
  ProxySettings;

/**
 * Loads a voice into the folder `scratch` and decodes it.
 * @throws RenderError `voice_*`, `text_*`, `language_unsupported`, `speech_*`, `ffmpeg_missing`; the reason of
 *   the abort
 */
export async function loadVoice(
  source: VoiceSource,
  scratch: string,
  { ffmpeg, settings }: { readonly ffmpeg: Ffmpeg; readonly settings: VoiceSettings },
  signal: AbortSignal,
): Promise<DecodedVoice> {
  const file = path.join(scratch, 'voice');
  if ('url' in source) {
    const limits = {
      maxBytes: settings.VOICE_MAX_BYTES,
      timeoutSeconds: settings.VOICE_TIMEOUT_SECONDS,
      allowed: settings.VOICE_ALLOW_PRIVATE,
      proxies: settings,
    };
    await fetchVoice(source.url, file, limits, signal);
  } else if ('upload' in source) {
    const body = limitBytes(await source.upload(), settings.VOICE_MAX_BYTES);
    await pipeline(body, createWriteStream(file), { signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error;
    });
  } else if ('speak' in source) {
    await source.speak(file, signal);
  } else {
    await copyVoice(source.file, file, settings.VOICE_MAX_BYTES);
  }
  const limits = { minSeconds: settings.VOICE_MIN_SECONDS, maxSeconds: settings.VOICE_MAX_SECONDS };
  const files = { samples: path.join(scratch, 'voice.f32'), sound: path.join(scratch, 'voice.sound.f32') };
  return decodeVoice(file, files, { ffmpeg, limits, signal });
}

async function copyVoice(from: string, to: string, maxBytes: number): Promise<void> {
  const stats = await stat(from).catch((error: unknown) => {
    throw new RenderError(
      'voice_not_found',
      `The voice file ${from} cannot be read (${errnoOf(error) ?? 'unknown'}).`,
      {
        cause: error,
      },
    );
  });
  // A folder cannot be copied, and a pipe or device may never end.
  if (!stats.isFile()) {
    throw new RenderError('voice_not_found', `${from} is not a file. Name a voice file.`);
  }
  const { size } = stats;
  if (size > maxBytes) {
    throw new RenderError(
      'voice_too_large',
      `The voice has ${String(size)} bytes; the limit is ${String(maxBytes)}. Use a smaller file or raise VOICE_MAX_BYTES.`,
      {
        details: { bytes: size, maxBytes },
      },
    );
  }
  await copyFile(from, to);
}
