import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import HLS from 'hls-parser';
import { describe, expect, test } from 'vitest';
import { createLogger } from '../../config/logger.js';
import { createRequest } from '../../events/status/request.js';
import { StreamWriter } from '../../function/jobs/stream-writer.js';
import { toYuv } from '../../function/render/picture/planes.js';
import { encodeVideo } from '../../function/render/video/encode.js';
import { clicks, clickTimes, shownPictures } from '../fixtures/clicks.js';
import { requested } from '../fixtures/events.js';
import { fragmentTracks, initTracks } from '../fixtures/fragment-tracks.js';
import { ffmpeg } from '../fixtures/media.js';
import { paintedPicture } from '../fixtures/pictures.js';
import { runningAdapter } from '../fixtures/running-adapter.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { waveFile } from '../fixtures/wave-file.js';

const fps = 25;
const frames = 100;
const side = 96;
/** At the start, in the middle, and at the end. */
const clickSeconds = [0.1, 2, 3.9];
const { signal } = new AbortController();

/** Frames that all differ. */
async function* greys(): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < frames; i++) {
    const frame = Buffer.alloc(side * side * 1.5, 128);
    yield await Promise.resolve(frame.fill(20 + 2 * i, 0, side * side));
  }
}

/** An adapter with a job whose stream is complete, and the finished file of the video. */
async function streamedVideo(rateHz: number) {
  const scratch = await temporaryFolder();
  const { store, url, ask } = await runningAdapter();
  await createRequest(store, 'job', requested('job', { stream: true }));
  const log = createLogger('function', { LOG_LEVEL: 'silent' });
  const sink = new StreamWriter('job', { store, log, signal, onStarted: () => undefined });
  const file = path.join(scratch, 'video.mp4');
  const voice = path.join(scratch, 'voice');
  await writeFile(voice, waveFile(clicks(frames / fps, clickSeconds, rateHz), rateHz));
  const region = { x: 0, y: 0, width: side, height: side };
  const picture = toYuv(paintedPicture(side, side));
  const settings = { VIDEO_PRESET: 'veryfast', VIDEO_CRF: 18, THREADS: 2 } as const;
  await encodeVideo(
    await ffmpeg(),
    { picture, region, changes: greys(), sound: { inputOptions: [], file: voice } },
    { frames, fps, scratch, file, settings, stream: { sink } },
    signal,
  );
  await sink.end();
  const read = async (name: string) => Buffer.from(await (await ask(`/status/job/${name}`)).arrayBuffer());
  return { file, read, live: `${url}/status/job/live.mp4`, playlist: `${url}/status/job/stream.m3u8` };
}

function expectTimes(found: readonly number[], wanted: readonly number[], within: number): void {
  expect(found).toHaveLength(wanted.length);
  for (const [i, seconds] of found.entries())
    expect(Math.abs(seconds - (wanted[i] ?? NaN))).toBeLessThan(within);
}

describe.each([16_000, 44_100, 48_000])('a stream of a voice of %i Hz', (rateHz) => {
  test('shows and sounds like the finished file, at the same times, in both forms', async () => {
    const { file, live, playlist } = await streamedVideo(rateHz);
    const [sounds, pictures] = [await clickTimes(file), await shownPictures(file)];
    expectTimes(sounds, clickSeconds, 0.005);
    const frameTimes = Array.from({ length: frames }, (_, i) => i / fps);
    expectTimes(
      pictures.map(([seconds]) => seconds),
      frameTimes,
      0.001,
    );
    for (const input of [live, playlist]) {
      expectTimes(await clickTimes(input), sounds, 0.005);
      const shown = await shownPictures(input);
      expect(shown.map(([, digest]) => digest)).toEqual(pictures.map(([, digest]) => digest));
      expectTimes(
        shown.map(([seconds]) => seconds),
        frameTimes,
        0.001,
      );
    }
  });
});

test('the playlists and fragments of a stream keep the rules of HLS (RFC 8216, and Apple’s for devices)', async () => {
  const { read } = await streamedVideo(44_100);
  const multivariant = HLS.parse((await read('stream.m3u8')).toString());
  const media = HLS.parse((await read('media.m3u8')).toString());
  if (!(multivariant instanceof HLS.types.MasterPlaylist) || !(media instanceof HLS.types.MediaPlaylist))
    throw new Error('not a multivariant and a media playlist');
  const init = await read('init.mp4');
  const fragments = await Promise.all(media.segments.map(({ uri }) => read(uri)));
  expect(media).toMatchObject({ endlist: true, independentSegments: true, playlistType: 'EVENT' });
  expect(media.segments.every(({ map }) => map.uri === 'init.mp4')).toBe(true);

  const [variant] = multivariant.variants;
  // Profile, constraints, and level, as the segment itself has them.
  const configuration = init.indexOf('avcC', 0, 'latin1') + 5;
  const codec = init.toString('hex', configuration, configuration + 3);
  expect(variant).toMatchObject({ codecs: `avc1.${codec},mp4a.40.2`, frameRate: fps });

  const tracks = initTracks(init);
  expect(tracks.map(({ kind }) => kind)).toEqual(['vide', 'soun']);
  const ends = new Map<number, number>();
  for (const [i, fragment] of fragments.entries()) {
    const { duration = 0 } = media.segments[i] ?? {};
    expect(Math.round(duration)).toBeLessThanOrEqual(media.targetDuration);
    expect(fragment.length * 8).toBeLessThanOrEqual((variant?.bandwidth ?? 0) * duration);
    const parts = fragmentTracks(fragment);
    expect(parts.map(({ id }) => id)).toEqual(tracks.map(({ id }) => id));
    for (const { id, start, samples, duration: ticks, isIndependent } of parts) {
      const { kind, timescale = 1 } = tracks.find((track) => track.id === id) ?? {};
      expect(isIndependent).toBe(true);
      // No gap and no overlap.
      expect(start).toBe(ends.get(id) ?? start);
      ends.set(id, start + ticks);
      if (kind !== 'vide') continue;
      expect(ticks / timescale).toBeCloseTo(duration, 4);
      expect(samples / fps).toBeCloseTo(duration, 4);
    }
  }
  const seconds = tracks.map(({ id, timescale }) => (ends.get(id) ?? 0) / timescale);
  expect(seconds[0]).toBeCloseTo(frames / fps, 4);
  expect(media.segments.reduce((sum, { duration }) => sum + duration, 0)).toBeCloseTo(frames / fps, 4);
  expect(fragments).toHaveLength(5);
});
