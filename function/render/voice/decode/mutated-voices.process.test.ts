import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../../../config/settings.js';
import { RenderError } from '../../../../errors/render-error.js';
import { ffmpeg } from '../../../../test/fixtures/media.js';
import { centeredFace, paintedPicture, pngOf } from '../../../../test/fixtures/pictures.js';
import { randomNumbers } from '../../../../test/fixtures/random.js';
import { syllables } from '../../../../test/fixtures/signals.js';
import { smallNetworks } from '../../../../test/fixtures/small-networks.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../../test/fixtures/tiny-model.js';
import { encodedVoice } from '../../../../test/fixtures/voice-files.js';
import { render } from '../../render.js';
import { Wav2LipEngine } from '../../inference/engine.js';
import { decodeVoice } from './decode.js';

const mutants = 300;
/** Every one of these becomes a video, or a named error. */
const renderedMutants = 8;
const atOnce = 4;
const limits = { minSeconds: 0.05, maxSeconds: 60 };

const formats: readonly (readonly [name: string, options: readonly string[]])[] = [
  ['a.wav', ['-c:a', 'pcm_s16le']],
  ['a.mp3', []],
  ['a.m4a', ['-c:a', 'aac']],
  ['a.ogg', ['-c:a', 'libvorbis']],
  ['a.webm', ['-c:a', 'libopus']],
  ['a.flac', ['-ac', '2']],
  ['a.aiff', []],
  ['a.aac', ['-c:a', 'aac']],
];

const named = ['voice_unreadable', 'voice_silent_media', 'voice_too_short', 'voice_too_long'];

type Mutation = (bytes: Buffer, random: (below: number) => number) => Buffer;

const mutations: readonly Mutation[] = [
  // Bit flips, anywhere.
  (bytes, random) => {
    for (let i = 0; i < 1 + random(200); i++) {
      const at = random(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    }
    return bytes;
  },
  // Bit flips in the header.
  (bytes, random) => {
    for (let i = 0; i < 4; i++) {
      const at = random(Math.min(bytes.length, 200));
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    }
    return bytes;
  },
  // A cut at the end.
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  // A cut in the middle.
  (bytes, random) => {
    const from = random(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + random(2000))]);
  },
  // Swapped pieces.
  (bytes, random) => {
    const size = 1 + random(Math.floor(bytes.length / 3));
    const [first, second] = [random(size), size + random(bytes.length - 2 * size)];
    const kept = Buffer.from(bytes.subarray(first, first + size));
    bytes.copyWithin(first, second, second + size);
    kept.copy(bytes, second);
    return bytes;
  },
  // A wrong size: four bytes near the beginning become an extreme number.
  (bytes, random) => {
    const sizes = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
    bytes.writeUInt32LE(sizes[random(sizes.length)] ?? 0, random(Math.min(bytes.length - 4, 120)));
    return bytes;
  },
];

test('300 damaged voices each end in samples or in a named error, and leave no file', async () => {
  const folder = await temporaryFolder();
  const program = await ffmpeg();
  const damaged = await damagedVoices(13, mutants);

  const ends: string[] = [];
  const queue = [...damaged.entries()];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, bytes] = next;
      ends.push(await endOf(program, path.join(folder, String(index)), bytes));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));

  expect(ends).toHaveLength(mutants);
  expect(ends.filter((end) => end !== 'samples' && !named.includes(end))).toEqual([]);
  // Both ends occur often: the damage is neither harmless nor total.
  expect(ends.filter((end) => end === 'samples').length).toBeGreaterThan(60);
  expect(ends.filter((end) => end !== 'samples').length).toBeGreaterThan(60);
}, 300_000);

test('damaged voices become videos of their length, or end in a named error', async () => {
  const engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
  onTestFinished(() => engine.close());
  const bytes = await pngOf(paintedPicture(128, 128));
  const avatar = { id: 'x', bytes, face: centeredFace({ width: 128, height: 128 }) };
  const renderer = { engine, networks: smallNetworks, ffmpeg: await ffmpeg(), settings: readSettings({}) };
  const { signal } = new AbortController();
  const ends: string[] = [];
  for (const voice of await damagedVoices(7, renderedMutants)) {
    const scratch = await temporaryFolder();
    const file = path.join(scratch, 'source');
    await writeFile(file, voice);
    const rendering = render(
      { avatar, voice: { file }, fps: 25 },
      renderer,
      scratch,
      () => undefined,
      signal,
    );
    ends.push(
      await rendering.then(
        ({ frames, durationSeconds }) => {
          expect(durationSeconds).toBeCloseTo(frames / 25, 2);
          return 'video';
        },
        (error: unknown) => codeOf(error),
      ),
    );
  }
  expect(ends.filter((end) => end !== 'video' && !named.includes(end))).toEqual([]);
  expect(ends.filter((end) => end === 'video').length).toBeGreaterThan(3);
}, 300_000);

/** Voices of all formats in turn, each damaged in one of the ways. */
async function damagedVoices(seed: number, count: number): Promise<Buffer[]> {
  const numbers = randomNumbers(seed);
  const random = (below: number) => Math.floor(numbers() * Math.max(1, below));
  const sources: Buffer[] = [];
  for (const [name, options] of formats) sources.push(await encodedVoice(name, options, syllables(8000)));
  return Array.from({ length: count }, (_, index) => {
    const source = Buffer.from(sources[index % sources.length] ?? Buffer.alloc(1));
    const mutate = mutations[index % mutations.length] ?? ((bytes: Buffer) => bytes);
    return mutate(source, random);
  });
}

function codeOf(error: unknown): string {
  if (error instanceof RenderError) return error.code;
  throw error;
}

/** Decodes a damaged voice. @returns `samples`, or the code of the error */
async function endOf(program: string, folder: string, bytes: Buffer): Promise<string> {
  await mkdir(folder);
  const file = path.join(folder, 'voice');
  await writeFile(file, bytes);
  const files = { samples: path.join(folder, 'samples'), sound: path.join(folder, 'sound') };
  try {
    const voice = await decodeVoice(program, file, files, limits, new AbortController().signal);
    expect(voice.loudness.every((level) => Number.isFinite(level))).toBe(true);
    expect(voice.sampleCount).toBeGreaterThanOrEqual(800);
    return 'samples';
  } catch (error) {
    return codeOf(error);
  } finally {
    const left = await readdir(folder);
    expect(left.filter((name) => !['voice', 'samples', 'sound'].includes(name))).toEqual([]);
    await rm(folder, { recursive: true });
  }
}
