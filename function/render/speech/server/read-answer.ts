import { createWriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { RenderError } from '../../../../errors/render-error.js';
import { meanWeights, mixChannels } from '../../voice/decode/channel-mix.js';
import { decodeTrack } from '../../voice/decode/decode.js';
import { identifyMedia } from '../../voice/container/identify-media.js';
import { concatenate } from '../../numeric/concatenate.js';
import { headOf } from '../../voice/decode/concatenated-files.js';
import { checkLength } from '../../voice/decode/voice-length.js';
import { limitBytes } from '../../voice/fetch/limit-bytes.js';
import { readSamples } from '../../voice/decode/samples.js';
import { unpackBody } from '../../voice/fetch/unpack-body.js';
import type { SpokenSentence } from '../engine/engine.js';
import type { Ffmpeg } from '../../ffmpeg/ffmpeg.js';

/** No sentence needs more: it has at most 300 characters. */
const maxBytes = 48 * 1024 * 1024;
const maxSeconds = 180;

/** The format of raw samples without parameters in their Content-Type. */
const usualRateHz = 24_000;

/**
 * Reads the sound of a sentence in any format. The first bytes determine it, because the Content-Type is
 * often wrong; only samples without a header are recognized by their type.
 * @param scratch a folder for temporary files
 * @throws RenderError `speech_unreadable`; the reason of the abort
 */
export async function readAnswer(
  response: IncomingMessage,
  ffmpeg: Ffmpeg,
  scratch: string,
  signal: AbortSignal,
): Promise<SpokenSentence> {
  const file = path.join(scratch, 'answer');
  const soundFile = path.join(scratch, 'answer.f32');
  try {
    await pipeline(limitBytes(unpackBody(response), maxBytes), createWriteStream(file), { signal });
    const raw = rawFormat(response.headers['content-type'] ?? '');
    const head = await headOf(file);
    if (raw && !hasHeader(head)) return { ...raw, samples: rawSamples(await readFile(file), raw) };
    const limits = { minSeconds: 0, maxSeconds };
    const sound = await decodeTrack(file, soundFile, { ffmpeg, limits, signal });
    const chunks: Float32Array[] = [];
    for await (const chunk of readSamples(soundFile))
      chunks.push(sound.channels === 1 ? chunk : mixChannels(chunk, meanWeights(sound.channels)));
    return { samples: concatenate(...chunks), rateHz: sound.rateHz };
  } catch (error) {
    signal.throwIfAborted();
    throw unreadable(error, response);
  } finally {
    await rm(file, { force: true });
    await rm(soundFile, { force: true });
  }
}

/** The format of samples without a header, by their type: `audio/pcm`, `audio/L16; rate=22050`. */
function rawFormat(contentType: string): { rateHz: number; channels: number } | undefined {
  if (!/^audio\/(x-)?(pcm|l16|raw)\b/i.test(contentType)) return undefined;
  const parameter = (name: string) => Number(new RegExp(`\\b${name}=(\\d{1,6})`, 'i').exec(contentType)?.[1]);
  const [rateHz, channels] = [parameter('rate'), parameter('channels')];
  return {
    rateHz: rateHz >= 8000 && rateHz <= 192_000 ? rateHz : usualRateHz,
    channels: channels === 2 ? 2 : 1,
  };
}

/** Whether the first bytes are those of a container; samples may begin with any others. */
function hasHeader(head: Buffer): boolean {
  return ['WAV', 'Ogg', 'FLAC', 'JSON', 'a web page'].includes(identifyMedia(head)?.name ?? '');
}

/** 16-bit samples, little-endian: servers say `L16`, which is big-endian, and send little-endian. */
function rawSamples(bytes: Buffer, { rateHz, channels }: { rateHz: number; channels: number }): Float32Array {
  const count = Math.floor(bytes.length / (2 * channels));
  checkLength(count / rateHz, { minSeconds: 0, maxSeconds });
  return Float32Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++)
      sum += bytes.readInt16LE((i * channels + channel) * 2);
    return sum / channels / 32_768;
  });
}

function unreadable(error: unknown, { headers }: IncomingMessage): unknown {
  if (!(error instanceof RenderError) || !error.code.startsWith('voice_')) return error;
  const type = headers['content-type'] ?? 'no Content-Type';
  const why =
    error.code === 'voice_too_large' || error.code === 'voice_too_long'
      ? 'is too long for a sentence'
      : 'cannot be read as audio';
  return new RenderError(
    'speech_unreadable',
    `The answer of the speech server (${type}) ${why}. Check SPEECH_URL and SPEECH_MODEL.`,
    { cause: error, details: { contentType: type } },
  );
}
