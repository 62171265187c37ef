import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FilePathSource, Input, MP4 } from 'mediabunny';
import { beforeEach, describe, expect, test } from 'vitest';
import { inside, outside, psnr } from '../../../test/fixtures/image-error.js';
import { decodedFrames, decodedSound, ffmpeg, ffmpegOutput, mp4Boxes } from '../../../test/fixtures/media.js';
import { paintedPicture, pixel } from '../../../test/fixtures/pictures.js';
import { expectNearly } from '../../../test/fixtures/pixels.js';
import { tone } from '../../../test/fixtures/signals.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { waveFile } from '../../../test/fixtures/wave-file.js';
import { cutPixels } from '../picture/cut-pixels.js';
import type { Picture } from '../picture/decode-picture.js';
import { toYuv } from '../picture/planes.js';
import { encodeVideo } from './encode.js';

const settings = { VIDEO_PRESET: 'veryfast', VIDEO_CRF: 18, THREADS: 2 } as const;
const never = new AbortController().signal;
const picture = paintedPicture(320, 240);
const region = { x: 96, y: 80, width: 128, height: 96 };
let scratch: string;

beforeEach(async () => {
  scratch = await temporaryFolder();
});

/** Frames of the region in one color each, a little lighter with every frame. */
async function* greys(count: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) yield await Promise.resolve(flat([20 + 8 * i, 20 + 8 * i, 20 + 8 * i]));
}

/** The region in one color. */
function flat(color: readonly number[]): Uint8Array {
  const { width, height } = region;
  const rgb = Buffer.from(Uint8Array.from({ length: 3 * width * height }, (_, i) => color[i % 3] ?? 0));
  return toYuv({ width, height, rgb }).planes;
}

async function encoded(
  changes: AsyncIterable<Uint8Array>,
  {
    shown = picture,
    frames = 250,
    fps = 25,
    voice = waveFile(tone(1)),
    threads = 2,
  }: { threads?: number; shown?: Picture; frames?: number; fps?: number; voice?: Buffer } = {},
): Promise<string> {
  await writeFile(path.join(scratch, 'voice'), voice);
  const file = path.join(scratch, 'video.mp4');
  const sound = { inputOptions: [], file: path.join(scratch, 'voice') };
  const target = { frames, fps, scratch, file, settings: { ...settings, THREADS: threads } };
  await encodeVideo(await ffmpeg(), { picture: toYuv(shown), region, changes, sound }, target, never);
  return file;
}

test('encodeVideo shows each region in its frame, at its position and in its color', async () => {
  const frames = await decodedFrames(await encoded(greys(25)), 320, 240);
  expect(frames).toHaveLength(25);
  const patch = region;
  const middle = { x: patch.x + 4, y: patch.y + 4, width: patch.width - 8, height: patch.height - 8 };
  for (const [i, frame] of frames.entries()) {
    const expected = Uint8Array.from(picture.rgb).fill(20 + 8 * i);
    expect(psnr(frame, expected, 320, inside(middle))).toBeGreaterThan(38);
    const around = { x: patch.x - 4, y: patch.y - 4, width: patch.width + 8, height: patch.height + 8 };
    expect(psnr(frame, picture.rgb, 320, outside(around))).toBeGreaterThan(38);
  }
});

test('encodeVideo writes the same bytes on one and on four threads', async () => {
  const [one, four] = [
    await encoded(greys(25), { threads: 1 }).then((file) => readFile(file)),
    await encoded(greys(25), { threads: 4 }).then((file) => readFile(file)),
  ];
  expect(Buffer.compare(one, four)).toBe(0);
});

test('ffmpeg ends by itself if no frame ever arrives, as after a kill of this process', async () => {
  const file = await encoded(greys(0), { frames: 5 });
  expect((await decodedFrames(file, 320, 240)).length).toBeLessThanOrEqual(5);
});

test("a region with the portrait's own pixels leaves no visible seam", async () => {
  const { x, y, ...size } = region;
  const rgb = Buffer.from(cutPixels(picture.rgb, picture.width, { x, y, ...size }, 3));
  const own = toYuv({ ...size, rgb }).planes;
  async function* always() {
    for (let i = 0; i < 5; i++) yield await Promise.resolve(own);
  }
  const file = await encoded(always(), { voice: waveFile(tone(0.2)) });
  for (const frame of await decodedFrames(file, 320, 240)) {
    expect(psnr(frame, picture.rgb, 320, () => true)).toBeGreaterThan(38);
    expect(psnr(frame, picture.rgb, 320, inside(region))).toBeGreaterThan(38);
  }
});

test('saturated colors are preserved in the region and around it', async () => {
  const [red, green] = [
    [200, 40, 30],
    [30, 170, 60],
  ] as const;
  const rgb = Buffer.from(Uint8Array.from({ length: 320 * 240 * 3 }, (_, i) => red[i % 3] ?? 0));
  async function* greens() {
    for (let i = 0; i < 5; i++) yield await Promise.resolve(flat(green));
  }
  const shown = { width: 320, height: 240, rgb };
  const file = await encoded(greens(), { shown, voice: waveFile(tone(0.2)) });
  const [frame = Buffer.alloc(0)] = await decodedFrames(file, 320, 240);
  const found = { width: 320, height: 240, rgb: frame };
  expectNearly(pixel(found, 10, 10), red, 5);
  expectNearly(pixel(found, region.x + region.width / 2, region.y + region.height / 2), green, 5);
});

describe('the file that encodeVideo writes', () => {
  test('is H.264 in BT.709, with the index first and no metadata of the source', async () => {
    const file = await encoded(greys(10), { voice: waveFile(tone(0.4)) });
    const boxes = mp4Boxes(await readFile(file));
    expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'));
    expect(boxes[0]).toBe('ftyp');

    const input = new Input({ source: new FilePathSource(file), formats: [MP4] });
    const video = await input.getPrimaryVideoTrack();
    expect(await video?.getCodec()).toBe('avc');
    expect(await video?.getColorSpace()).toEqual({
      primaries: 'bt709',
      transfer: 'bt709',
      matrix: 'bt709',
      fullRange: false,
    });
    expect(await (await input.getPrimaryAudioTrack())?.getCodec()).toBe('aac');
    input.dispose();
    const [plane] = await decodedFrames(file, 320, 240);
    expect(plane).toHaveLength(320 * 240 * 3);
  });

  test.each([
    [25, 25],
    [30, 30],
    [29.97, 30],
    [12.5, 13],
    [60, 60],
  ])('encodes one second at %d frames per second as %i frames', async (fps, count) => {
    const file = await encoded(greys(count), { fps });
    expect(await decodedFrames(file, 320, 240)).toHaveLength(count);
    const input = new Input({ source: new FilePathSource(file), formats: [MP4] });
    const video = await input.getPrimaryVideoTrack();
    expect(await video?.computeDuration()).toBeCloseTo(count / fps, 2);
    expect(await (await input.getPrimaryAudioTrack())?.computeDuration()).toBeCloseTo(1, 1);
    input.dispose();
  });
});

test('the soundtrack is the original voice, not the samples for the network', async () => {
  // A tone of 12 kHz on the left, of 1 kHz on the right: 16 kHz mono could hold neither as it is.
  const sine = (hz: number) => ['-f', 'lavfi', '-i', `sine=${String(hz)}:r=48000:d=0.4`];
  const source = path.join(scratch, 'source.wav');
  await ffmpegOutput(...sine(12_000), ...sine(1000), '-filter_complex', '[0][1]amerge', source);
  const file = await encoded(greys(10), { voice: await readFile(source) });
  const input = new Input({ source: new FilePathSource(file), formats: [MP4] });
  const track = await input.getPrimaryAudioTrack();
  expect([await track?.getSampleRate(), await track?.getNumberOfChannels()]).toEqual([48_000, 2]);
  input.dispose();

  const sound = await decodedSound(file, 48_000);
  const level = (hz: number) => {
    let real = 0;
    let imaginary = 0;
    for (let n = 4800; n < 14_400; n++) {
      real += (sound[n] ?? 0) * Math.cos((2 * Math.PI * hz * n) / 48_000);
      imaginary += (sound[n] ?? 0) * Math.sin((2 * Math.PI * hz * n) / 48_000);
    }
    return Math.hypot(real, imaginary) / 9600;
  };
  expect(level(12_000)).toBeGreaterThan(0.02);
  expect(level(1000)).toBeGreaterThan(0.02);
  expect(level(5000)).toBeLessThan(0.001);
});

describe('an error of encodeVideo', () => {
  test('is ffmpeg_failed if the sound cannot be read', async () => {
    await expect(encoded(greys(5), { voice: Buffer.from('no sound') })).rejects.toMatchObject({
      code: 'ffmpeg_failed',
    });
  });

  test('is the original error if the frames fail', async () => {
    async function* broken() {
      yield* greys(3);
      throw new Error('no more mouths');
    }
    await expect(encoded(broken())).rejects.toThrow('no more mouths');
  });

  test('is disk_full if there is no space left', async () => {
    await writeFile(path.join(scratch, 'voice'), waveFile(tone(1)));
    const sound = { inputOptions: [], file: path.join(scratch, 'voice') };
    const target = { frames: 25, fps: 25, scratch, file: '/dev/full', settings };
    await expect(
      encodeVideo(
        await ffmpeg(),
        { picture: toYuv(picture), region, changes: greys(25), sound },
        target,
        never,
      ),
    ).rejects.toMatchObject({ code: 'disk_full' });
  });
});
