import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { fileURLToPath } from 'node:url';
import { RenderError } from '../errors/render-error.js';
import { synthesize, type SpeechRequest, type SpeechTools } from '../function/render/speech/synthesize.js';
import type { VoiceSource } from '../function/render/voice/voice.js';
import type { TextWarningCode } from '../domain/text-warnings.js';

/**
 * A recording: the path of an audio or video file, a file: or http(s) URL, the bytes of the file, or a stream
 * of them.
 */
export type VoiceInput = string | URL | Uint8Array | Readable | ReadableStream<Uint8Array>;

/**
 * Where the voice of an input comes from.
 * @param name how the voice is called in messages
 * @throws RenderError `request_invalid`
 */
export function voiceSource(input: VoiceInput, name: string): VoiceSource {
  if (typeof input === 'string') {
    const url = urlOf(input, name);
    return url ? sourceAt(url, name) : { file: input };
  }
  if (input instanceof URL) return sourceAt(input, name);
  if (input instanceof Uint8Array) return { upload: () => Promise.resolve(Readable.from([input])) };
  return { upload: () => Promise.resolve(input instanceof Readable ? input : Readable.fromWeb(input)) };
}

function sourceAt(url: URL, name: string): VoiceSource {
  return url.protocol === 'file:' ? { file: pathOf(url, name) } : { url };
}

/** The file that a voice is read from; undefined if it is not a file. */
export function voiceFile(input: VoiceInput, name: string): string | undefined {
  const source = voiceSource(input, name);
  return 'file' in source ? source.file : undefined;
}

/** A text as a voice. @param warn gets what is not spoken as it was written */
export function spokenVoice(
  request: SpeechRequest,
  tools: SpeechTools,
  warn: (warnings: readonly TextWarningCode[]) => void,
): VoiceSource {
  return {
    async speak(file, signal) {
      warn((await synthesize(request, tools, file, signal)).warnings);
    },
  };
}

function urlOf(text: string, name: string): URL | undefined {
  if (!/^(file|https?):/i.test(text)) return undefined;
  if (URL.canParse(text)) return new URL(text);
  throw new RenderError('request_invalid', `${name}: ${text} is not a URL. Give an http(s) URL or a file.`);
}

function pathOf(url: URL, name: string): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new RenderError('request_invalid', `${name}: ${url.href} names no file on this machine.`, {
      cause: error,
    });
  }
}
