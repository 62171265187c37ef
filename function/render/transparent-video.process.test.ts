import { readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../config/settings.js';
import { smallPortrait } from '../../test/fixtures/bundled-portraits.js';
import { fakeProgram } from '../../test/fixtures/fake-program.js';
import { psnr } from '../../test/fixtures/image-error.js';
import { decodedSound, ffmpegOutput } from '../../test/fixtures/media.js';
import { ovalPortrait, type OvalPortrait } from '../../test/fixtures/oval-portrait.js';
import { rendered } from '../../test/fixtures/rendered.js';
import { syllables } from '../../test/fixtures/signals.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../test/fixtures/tiny-model.js';
import { Ffmpeg } from './ffmpeg/ffmpeg.js';
import { Wav2LipEngine } from './inference/engine.js';
import { openMark } from './mark/mark.js';
import { readMark } from './mark/read-mark.js';
import { checkFormat } from './video/check-format.js';
import { probeVideo } from './video/probe.js';

const side = 192;
const frames = 44;
const samples = syllables(28_000);
const running = new AbortController().signal;
const model = { file: 'wav2lip_gan.pth', sha256: 'ab'.repeat(32) };

let engine: Wav2LipEngine;
let portrait: OvalPortrait;

beforeAll(async () => {
  engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
  portrait = await ovalPortrait(side);
});
afterAll(() => engine.close());

async function transparentVideo(
  format: 'webm' | 'mov',
  more: Partial<Parameters<typeof rendered>[2]> = {},
): Promise<Awaited<ReturnType<typeof rendered>>['result']> {
  const form = { format, background: 'transparent' };
  const mark = await openMark(readSettings({}), model);
  const request = { bytes: portrait.bytes, face: portrait.face, form, samples, mark, ...more };
  return (await rendered(engine, await temporaryFolder(), request)).result;
}

/** The alpha of every frame, as RGB. */
async function alphaOf(file: string): Promise<Buffer[]> {
  const decoder = file.endsWith('.webm') ? ['-c:v', 'libvpx-vp9'] : [];
  const gray = ['-vf', 'alphaextract', '-pix_fmt', 'gray', '-f', 'rawvideo', 'pipe:1'];
  const bytes = await ffmpegOutput(...decoder, '-i', file, '-fps_mode', 'passthrough', ...gray);
  return Array.from({ length: bytes.length / side ** 2 }, (_, index) => {
    const frame = bytes.subarray(index * side ** 2, (index + 1) * side ** 2);
    return Buffer.from(
      Uint8Array.from({ length: 3 * side ** 2 }, (__, at) => frame[Math.floor(at / 3)] ?? 0),
    );
  });
}

const everywhere = () => true;

describe.each(['webm', 'mov'] as const)('a transparent %s', (format) => {
  test('has the alpha of the portrait in each frame, the exact length, sound, and XMP', async () => {
    const video = await transparentVideo(format);
    expect(video).toMatchObject({ width: side, height: side, frames });
    expect(video.durationSeconds).toBeCloseTo(frames / 25, 3);
    const alphas = await alphaOf(video.file);
    expect(alphas).toHaveLength(frames);
    for (const alpha of alphas) expect(psnr(alpha, portrait.alpha, side, everywhere)).toBeGreaterThan(40);
    expect((await decodedSound(video.file, 16_000)).length).toBeCloseTo(samples.length, -1);
    expect((await readMark(video.file)).xmp?.aiSystem).toBe('Wav2Lip (wav2lip_gan.pth)');
  });

  test('has alpha that moves with the head, and returns', async () => {
    const motion = { blink: 1, head: 1, breath: 1 };
    const alphas = await alphaOf((await transparentVideo(format, { motion, seed: 'one' })).file);
    const likeness = alphas.map((alpha) => psnr(alpha, portrait.alpha, side, everywhere));
    expect(likeness[0]).toBeGreaterThan(40);
    expect(likeness.at(-1)).toBeGreaterThan(40);
    expect(Math.min(...likeness)).toBeLessThan(32);
  });

  test('has the same bytes each time, and fails its check when it is cut off', async () => {
    const [one, other] = [await transparentVideo(format), await transparentVideo(format, { threads: 1 })];
    const bytes = await readFile(one.file);
    expect(bytes.equals(await readFile(other.file))).toBe(true);
    const expected = {
      format,
      hasAlpha: true,
      width: side,
      height: side,
      frames,
      fps: 25,
      voiceSeconds: 1.75,
    };
    expect(await probeVideo(one.file, expected)).toMatchObject({ frames });
    await truncate(one.file, bytes.length - 1);
    await expect(probeVideo(one.file, expected)).rejects.toMatchObject({ code: 'video_broken' });
  });

  test('is rejected before anything is rendered if ffmpeg lacks an encoder, by its name', async () => {
    const listing = 'console.log(" V..... = Video\\n V....D libx264   H.264\\n A....D aac   AAC")';
    const lacking = new Ffmpeg(await fakeProgram(await temporaryFolder(), 'ffmpeg', listing));
    const missing = { webm: 'libvpx-vp9 and libopus', mov: 'prores_ks' }[format];
    await expect(checkFormat(format, lacking, undefined, running)).rejects.toMatchObject({
      code: 'format_unavailable',
      message: `Format ${format} is unavailable: the ffmpeg of the service was built without ${missing}. Use mp4, or set FFMPEG_PATH to another ffmpeg.`,
    });
  });
});

test('an MP4 needs no question to ffmpeg', async () => {
  const missing = new Ffmpeg(path.join(await temporaryFolder(), 'missing'));
  await expect(checkFormat('mp4', missing, undefined, running)).resolves.toBeUndefined();
});

test('a WebM is rejected by name where videos are signed', async () => {
  const missing = new Ffmpeg(path.join(await temporaryFolder(), 'missing'));
  await expect(checkFormat('webm', missing, { kind: 'c2pa' }, running)).rejects.toMatchObject({
    code: 'format_unavailable',
    message: expect.stringContaining('a WebM cannot have a C2PA signature. Use mp4 or mov') as string,
  });
});

test('an opaque portrait is cut out with matte, also before a color', async () => {
  const { bytes, face } = await smallPortrait('alice', side);
  const opaque = { bytes, face, samples: syllables(4000) };
  const form = { format: 'webm', background: 'transparent', matte: true } as const;
  const [alpha = Buffer.alloc(0)] = await alphaOf((await transparentVideo('webm', { ...opaque, form })).file);
  const corner = alpha[0] ?? -1;
  const nose = alpha[3 * (side * (side / 2) + side / 2)] ?? -1;
  expect([corner < 4, nose > 251]).toEqual([true, true]);
  const colored = { background: '#00ff00', matte: true };
  const { frames: drawn } = await rendered(engine, await temporaryFolder(), { ...opaque, form: colored });
  const [r = 0, g = 0, b = 0] = drawn[0] ?? [];
  expect([r < 10, g > 245, b < 10]).toEqual([true, true, true]);
});
