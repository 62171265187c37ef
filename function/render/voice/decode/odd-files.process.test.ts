import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ffmpeg } from '../../../../test/fixtures/media.js';
import { tone } from '../../../../test/fixtures/signals.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { encodedVoice } from '../../../../test/fixtures/voice-files.js';
import { waveFile } from '../../../../test/fixtures/wave-file.js';
import { decodeVoice } from './decode.js';

const limits = { minSeconds: 0.05, maxSeconds: 5 };
const running = new AbortController().signal;
const second = tone(1, 200);

async function decoding(content: Uint8Array) {
  const file = path.join(await temporaryFolder(), 'voice');
  await writeFile(file, content);
  const files = { samples: `${file}.f32`, sound: `${file}.sound.f32` };
  return decodeVoice(file, files, { ffmpeg: await ffmpeg(), limits, signal: running });
}

/** The loudness of the middle of a second of tone. */
const middle = (voice: { readonly loudness: Float32Array }) => voice.loudness[50] ?? 0;

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

function wav(...chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks]);
  return chunk('RIFF', body);
}

/** A format of WAVE_FORMAT_EXTENSIBLE: samples of 32 bits, of which some are valid. */
function extensible(validBits: number, channels: number): Buffer {
  const format = Buffer.alloc(40);
  format.writeUInt16LE(0xfffe, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(16_000, 4);
  format.writeUInt32LE(16_000 * 4 * channels, 8);
  format.writeUInt16LE(4 * channels, 12);
  format.writeUInt16LE(32, 14);
  format.writeUInt16LE(22, 16);
  format.writeUInt16LE(validBits, 18);
  format.writeUInt32LE(channels === 1 ? 4 : 3, 20);
  Buffer.from('0100000000001000800000aa00389b71', 'hex').copy(format, 24);
  return chunk('fmt ', format);
}

function samples32(channels: number): Buffer {
  const data = Buffer.alloc(second.length * 4 * channels);
  second.forEach((sample, i) => {
    for (let c = 0; c < channels; c++)
      data.writeInt32LE(Math.round(sample * 8_388_607) * 256, (i * channels + c) * 4);
  });
  return chunk('data', data);
}

const format16 = waveFile(second).subarray(12, 36);
const data = waveFile(second).subarray(36);

describe('decodeVoice reads files that players read', () => {
  test.each([
    [24, 1],
    [24, 2],
    [20, 1],
    [17, 2],
    [32, 1],
  ])('%i valid bits in samples of 32, in %i channels', async (bits, channels) => {
    const expected = await decoding(waveFile(second));
    const voice = await decoding(wav(extensible(bits, channels), samples32(channels)));
    expect(voice.durationSeconds).toBe(1);
    expect(middle(voice)).toBeCloseTo(middle(expected), 4);
  });

  test.each([
    ['LIST', 7],
    ['bext', 601],
    ['_PMX', 1],
  ])('a chunk %s of %i bytes without padding', async (name, bytes) => {
    const voice = await decoding(wav(format16, chunk(name, Buffer.alloc(bytes, 'x')), data));
    expect(voice.durationSeconds).toBe(1);
    expect(middle(voice)).toBeCloseTo(middle(await decoding(waveFile(second))), 6);
  });

  test.each([
    ['a line break before RIFF', '\r\n', 'wav'],
    ['the headers of an answer before RIFF', 'HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\n\r\n', 'wav'],
    ['a line break before OggS', '\n', 'ogg'],
    ['zeros before fLaC', '\0\0\0\0', 'flac'],
  ])('%s', async (_, before, extension) => {
    const file = await encodedVoice(`voice.${extension}`, [], second);
    const voice = await decoding(Buffer.concat([Buffer.from(before), file]));
    expect(voice.durationSeconds).toBeCloseTo(1, 1);
    expect(middle(voice)).toBeGreaterThan(0.01);
  });

  test.each([1e30, -1e30, 5e4])('a sample of %d', async (huge) => {
    const damaged = second.slice();
    damaged[8000] = huge;
    const voice = await decoding(waveFile(damaged));
    expect(Math.max(...voice.loudness)).toBeLessThan(1);
    expect(voice.loudness[20]).toBeCloseTo(middle(await decoding(waveFile(second))), 3);
  });
});

test('decodeVoice says that a recording is encrypted', async () => {
  const mp4 = await encodedVoice('voice.m4a', ['-c:a', 'aac'], second);
  for (const entry of ['enca', 'drms']) {
    const encrypted = Buffer.from(mp4);
    const sound = encrypted.indexOf('mdat') + 4;
    encrypted.fill('e4f10b', sound, encrypted.indexOf('moov') - 4, 'hex');
    encrypted.write(entry, encrypted.indexOf('mp4a', encrypted.indexOf('stsd')), 'latin1');
    const size = String(encrypted.length);
    await expect(decoding(encrypted)).rejects.toMatchObject({
      code: 'voice_unreadable',
      message: `The voice (${size} bytes) is MP4 that is encrypted (DRM). Use a recording without copy protection.`,
    });
  }
});
