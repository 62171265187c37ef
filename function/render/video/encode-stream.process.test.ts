import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { clicks } from '../../../test/fixtures/clicks.js';
import { ffmpeg, ffmpegOutput, mp4Boxes } from '../../../test/fixtures/media.js';
import { paintedPicture } from '../../../test/fixtures/pictures.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { waveFile } from '../../../test/fixtures/wave-file.js';
import { xmpBox } from '../mark/xmp/xmp-box.js';
import { toYuv } from '../picture/planes.js';
import { encodeVideo } from './encode.js';
import { probeVideo } from './probe.js';
import type { Fragment, StreamStart } from './stream-sink.js';

const settings = { VIDEO_PRESET: 'veryfast', VIDEO_CRF: 18, THREADS: 2 } as const;
const picture = toYuv(paintedPicture(160, 120));
const region = { x: 32, y: 32, width: 96, height: 64 };
const never = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

/** Frames of the region in one grey each, so that every frame differs from its neighbors. */
async function* greys(count: number): AsyncGenerator<Uint8Array> {
  const bytes = region.width * region.height;
  for (let i = 0; i < count; i++) {
    const frame = Buffer.alloc(bytes * 1.5, 128);
    frame.fill(20 + 2 * i, 0, bytes);
    yield await Promise.resolve(frame);
  }
}

interface Encoded {
  readonly file: string;
  /** The initialization segment and all fragments. */
  readonly live: string;
  readonly start: StreamStart;
  readonly fragments: readonly Fragment[];
}

async function encoded({
  frames = 60,
  fps = 25,
  voice = waveFile(clicks(frames / fps, [0.2])),
  threads = 2,
  scratch = folder,
  mark,
}: {
  frames?: number;
  fps?: number;
  voice?: Buffer;
  threads?: number;
  scratch?: string;
  mark?: Buffer;
} = {}): Promise<Encoded> {
  await mkdir(scratch, { recursive: true });
  await writeFile(path.join(scratch, 'voice'), voice);
  const file = path.join(scratch, 'video.mp4');
  const starts: StreamStart[] = [];
  const fragments: Fragment[] = [];
  const sink = {
    start: (each: StreamStart) => Promise.resolve(void starts.push(each)),
    write: (each: Fragment) => Promise.resolve(void fragments.push(each)),
  };
  await encodeVideo(
    await ffmpeg(),
    {
      picture,
      region,
      changes: greys(frames),
      sound: { inputOptions: [], file: path.join(scratch, 'voice') },
    },
    { frames, fps, scratch, file, settings: { ...settings, THREADS: threads }, stream: { sink, mark } },
    never,
  );
  const [start] = starts;
  if (!start || starts.length > 1) throw new Error(`the stream has ${String(starts.length)} starts`);
  const live = path.join(scratch, 'live.mp4');
  await writeFile(live, Buffer.concat([start.init, ...fragments.map(({ bytes }) => bytes)]));
  return { file, live, start, fragments };
}

/** A digest of each decoded picture, with its time. */
async function pictures(file: string): Promise<string[]> {
  const lines = await ffmpegOutput('-i', file, '-map', '0:v', '-f', 'framehash', '-hash', 'md5', 'pipe:1');
  return lines
    .toString()
    .split('\n')
    .filter((line) => /^\d/.test(line))
    .map((line) => line.split(',').at(-1)?.trim() ?? '');
}

describe('a streamed video', () => {
  test('has the decoded frames of the finished file, each once', async () => {
    const { file, live } = await encoded();
    const expected = await pictures(file);
    expect(new Set(expected).size).toBe(60);
    expect(await pictures(live)).toEqual(expected);
  });

  test('has short fragments at first, and then longer ones', async () => {
    const { fragments, start } = await encoded({ frames: 90 });
    expect(fragments.map(({ frames }) => frames)).toEqual([10, 15, 25, 35, 5]);
    expect(start).toMatchObject({ width: 160, height: 120, fps: 25, frames: 90 });
    expect(start.codecs).toEqual([expect.stringMatching(/^avc1\.64[0-9a-f]{4}$/), 'mp4a.40.2']);
  });

  test.each([29.97, 12.5, 1])('has all frames at %d frames per second', async (fps) => {
    const { fragments, file, live } = await encoded({ frames: 33, fps });
    expect(fragments.reduce((sum, { frames }) => sum + frames, 0)).toBe(33);
    expect(await pictures(live)).toEqual(await pictures(file));
  });

  test('has fragments that can be decoded alone', async () => {
    const { file, start, fragments } = await encoded();
    const whole = await pictures(file);
    const alone = path.join(folder, 'alone.mp4');
    await writeFile(alone, Buffer.concat([start.init, fragments[2]?.bytes ?? Buffer.alloc(0)]));
    expect(await pictures(alone)).toEqual(whole.slice(25, 50));
  });

  test('has the mark in its initialization segment', async () => {
    const mark = xmpBox('<x:xmpmeta/>');
    const { start, fragments, live } = await encoded({ mark });
    expect(mp4Boxes(Buffer.from(start.init))).toEqual(['ftyp', 'moov', 'uuid']);
    expect(fragments.map(({ bytes }) => mp4Boxes(Buffer.from(bytes)))).toEqual(
      Array.from({ length: 4 }, () => ['moof', 'mdat']),
    );
    expect(await pictures(live)).toHaveLength(60);
  });

  test('has the same bytes on one and on four threads', async () => {
    const [one, four] = [await encoded({ threads: 1 }), await encoded({ threads: 4 })];
    expect(four.start).toEqual(one.start);
    expect(four.fragments).toEqual(one.fragments);
  });

  test('can be written from a folder with any name', async () => {
    const { file, live } = await encoded({ scratch: path.join(folder, `it's [a|b] \\ c:d`) });
    expect(await pictures(file)).toEqual(await pictures(live));
  });
});

describe('the finished file of a streamed video', () => {
  test('has its index first, and exactly the length of the voice', async () => {
    const { file } = await encoded();
    const boxes = mp4Boxes(await readFile(file));
    expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'));
    expect(boxes).not.toContain('moof');
    const expected = { width: 160, height: 120, frames: 60, fps: 25, voiceSeconds: 2.4 };
    expect(await probeVideo(file, expected)).toMatchObject({ frames: 60, durationSeconds: 2.4 });
  });
});
