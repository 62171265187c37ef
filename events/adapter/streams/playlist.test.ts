import HLS from 'hls-parser';
import { describe, expect, test } from 'vitest';
import { streamOf } from '../../../test/fixtures/stored-stream.js';
import { mediaPlaylist, multivariantPlaylist } from './playlist.js';

function parsed(text: string): HLS.types.MediaPlaylist {
  const playlist = HLS.parse(text);
  if (!(playlist instanceof HLS.types.MediaPlaylist)) throw new Error('not a media playlist');
  return playlist;
}

describe('mediaPlaylist', () => {
  test('is understood by a parser, while it grows and at its end', () => {
    const growing = parsed(mediaPlaylist(streamOf(3)));
    expect(growing).toMatchObject({
      version: 7,
      targetDuration: 1,
      playlistType: 'EVENT',
      independentSegments: true,
      start: { offset: 0, precise: true },
      endlist: false,
    });
    expect(growing.segments.map(({ uri, duration }) => [uri, duration])).toEqual([
      ['0.m4s', 0.4],
      ['1.m4s', 0.6],
      ['2.m4s', 1],
    ]);
    expect(growing.segments[0]?.map).toMatchObject({ uri: 'init.mp4' });
    expect(parsed(mediaPlaylist(streamOf(3), 'complete')).endlist).toBe(true);
  });

  test.each([1, 1.5, 12.5, 23.976, 29.97, 50, 60])(
    'has no fragment longer than the target, rounded, at %d frames per second',
    (fps) => {
      const frames = Math.max(1, Math.floor(1.4 * fps));
      const stream = { ...streamOf(3), fps };
      const fragments = stream.fragments.map((fragment) => ({ ...fragment, frames }));
      const { targetDuration, segments } = parsed(mediaPlaylist({ ...stream, fragments }));
      for (const { duration } of segments) expect(Math.round(duration)).toBeLessThanOrEqual(targetDuration);
      expect(segments[0]?.duration).toBeCloseTo(frames / fps, 5);
    },
  );

  test('says how the render has ended if it was not complete', () => {
    const text = mediaPlaylist(streamOf(1), 'render.failed');
    expect(text).toContain('\n# The render has ended: render.failed\n#EXT-X-ENDLIST\n');
    expect(parsed(text).endlist).toBe(true);
  });
});

describe('multivariantPlaylist', () => {
  test('names codecs, size, and the rate of the largest fragment', () => {
    const stream = streamOf(3);
    const sizes = [50_000, 30_000, 90_000];
    const fragments = stream.fragments.map((fragment, i) => ({ ...fragment, bytes: sizes[i] ?? 0 }));
    const playlist = HLS.parse(multivariantPlaylist({ ...stream, fragments }));
    if (!(playlist instanceof HLS.types.MasterPlaylist)) throw new Error('not a multivariant playlist');
    expect(playlist).toMatchObject({ version: 7, independentSegments: true });
    expect(playlist.variants).toHaveLength(1);
    expect(playlist.variants[0]).toMatchObject({
      uri: 'media.m3u8',
      codecs: 'avc1.64001f,mp4a.40.2',
      bandwidth: 1_000_000,
      resolution: { width: 768, height: 768 },
      frameRate: 25,
    });
  });
});
