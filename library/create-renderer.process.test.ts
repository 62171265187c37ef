import { readFile, readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../config/package-root.js';
import { RenderError } from '../errors/render-error.js';
import { decodedFrames, mp4Boxes } from '../test/fixtures/media.js';
import { paintedPicture, pngOf } from '../test/fixtures/pictures.js';
import { tone } from '../test/fixtures/signals.js';
import { temporaryFolder } from '../test/fixtures/temporary-folder.js';
import { tinyModel } from '../test/fixtures/tiny-model.js';
import { waveFile } from '../test/fixtures/wave-file.js';
import { serve } from '../test/fixtures/web-server.js';
import { createRenderer, type VideoRenderer } from './create-renderer.js';

const face = { x: 50, y: 20, width: 60, height: 70 };
const wave = waveFile(tone(0.2, 300));
const options = {
  wav2lipCheckpoint: '',
  modelsDir: path.join(os.tmpdir(), 'avatar-service-without-models'),
  threads: 1,
  videoPreset: 'ultrafast',
  voiceAllowPrivate: 'loopback',
} as const;

let picture: Buffer;
let renderer: VideoRenderer;
beforeAll(async () => {
  picture = await pngOf(paintedPicture(160, 120));
  renderer = await createRenderer({ ...options, wav2lipCheckpoint: tinyModel().graphs });
});
afterAll(() => renderer.close());

/** Renders into a stream, and returns the video. */
async function rendered(
  request: Pick<Parameters<VideoRenderer['render']>[0], 'portrait'> & { voice: Buffer },
) {
  const stream = new PassThrough();
  const [result, video] = await Promise.all([renderer.render({ face, ...request, stream }), buffer(stream)]);
  return { result, video };
}

describe('a renderer', () => {
  test('knows its model', () => {
    expect(renderer).toMatchObject({ executionProvider: 'cpu', model: { file: 'tiny.pth', open: false } });
  });

  test('renders a picture and a recording into a file, and reports progress', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'face.png'), picture);
    await writeFile(path.join(folder, 'voice.wav'), wave);
    const out = path.join(folder, 'new', 'out.mp4');
    const stages = new Set<string>();
    const result = await renderer.render({
      portrait: path.join(folder, 'face.png'),
      voice: path.join(folder, 'voice.wav'),
      face,
      fps: 10,
      out,
      onProgress: ({ stage }) => stages.add(stage),
    });
    expect(result).toMatchObject({ width: 160, height: 120, frames: 2, fps: 10, warnings: [] });
    expect(result.bytes).toBe((await readFile(out)).length);
    expect([...stages]).toEqual(['voice', 'portrait', 'wav2lip', 'video']);
    expect(await decodedFrames(out, 160, 120)).toHaveLength(2);
  });

  test('gives the same video for every kind of portrait and voice', async () => {
    const folder = await temporaryFolder();
    const [facePath, voicePath] = [path.join(folder, 'face.png'), path.join(folder, 'voice.wav')];
    await writeFile(facePath, picture);
    await writeFile(voicePath, wave);
    const url = await serve((request, response) => void response.end(request.url === '/f' ? picture : wave));
    const { video } = await rendered({ portrait: picture, voice: wave });
    expect(mp4Boxes(video)).toContain('moov');
    const kinds = [
      { portrait: facePath, voice: Readable.from([wave]) },
      { portrait: pathToFileURL(facePath), voice: new Blob([new Uint8Array(wave)]).stream() },
      { portrait: pathToFileURL(facePath).href, voice: pathToFileURL(voicePath) },
      { portrait: new URL('/f', url), voice: new URL('/v', url) },
    ];
    for (const kind of kinds) {
      const stream = new PassThrough();
      const [, other] = await Promise.all([renderer.render({ face, ...kind, stream }), buffer(stream)]);
      expect(other.equals(video)).toBe(true);
    }
  });

  test('lets a bundled portrait speak a text', async () => {
    const stream = new PassThrough();
    const [result, video] = await Promise.all([
      renderer.render({
        portrait: 'alice',
        text: '<foo>Hi.</foo> <prosody rate="slow">Hi.</prosody>',
        speed: 2,
        stream,
      }),
      buffer(stream),
    ]);
    expect(video).toHaveLength(result.bytes);
    expect(result.warnings.map(({ code }) => code)).toEqual(['markup_skipped']);
  });

  test('renders what is requested at once, one after the other', async () => {
    const [a, b] = await Promise.all([
      rendered({ portrait: picture, voice: wave }),
      rendered({ portrait: picture, voice: wave }),
    ]);
    expect(a.video.equals(b.video)).toBe(true);
  });

  test('finds the faces of a picture, and the one that it uses', async () => {
    const found = await renderer.findFaces(path.join(packageRoot, 'avatars', 'alice.png'));
    expect(found).toMatchObject({ width: 768, height: 768, warnings: [] });
    expect(found.boxes).toEqual([found.face]);
    const none = await renderer.findFaces(
      await pngOf({ width: 64, height: 64, rgb: Buffer.alloc(64 * 64 * 3, 9) }),
    );
    expect(none).toMatchObject({ boxes: [], error: { code: 'face_not_found' } });
    expect(none.face).toBeUndefined();
  });

  test('stops with the reason of the signal, and renders afterwards', async () => {
    const stop = new AbortController();
    const reason = new Error('changed my mind');
    const stream = new PassThrough();
    const stopped = renderer.render({
      portrait: picture,
      face,
      voice: waveFile(tone(5, 300)),
      stream,
      signal: stop.signal,
      onProgress: ({ stage }) => {
        if (stage === 'wav2lip') stop.abort(reason);
      },
    });
    await expect(stopped).rejects.toBe(reason);
    expect((await rendered({ portrait: picture, voice: wave })).result.frames).toBe(5);
  });
});

describe('a renderer rejects with a typed error', () => {
  const given = { face, voice: wave };
  test.each([
    ['an unknown name', { portrait: 'unknown' }, 'avatar_not_found', 'Available: alice'],
    [
      'a missing file',
      { portrait: './none.png' },
      'portrait_unreadable',
      './none.png cannot be read (ENOENT)',
    ],
    [
      'a private address',
      { portrait: 'http://10.0.0.1/x.png' },
      'portrait_unreadable',
      'not a public address',
    ],
    ['an FTP URL', { portrait: new URL('ftp://x/y.png') }, 'portrait_unreadable', 'starts with ftp:'],
    ['bytes of no picture', { portrait: Buffer.from('text') }, 'portrait_unreadable', 'Save it as PNG, JPEG'],
    [
      'a wrong voice',
      { portrait: 'alice', voice: Buffer.from('text') },
      'voice_unreadable',
      'of an unknown format',
    ],
    ['a frame rate', { portrait: 'alice', fps: 90 }, 'request_invalid', 'fps is 90, and must be at most 60'],
    [
      'an output whose ending no video has',
      { portrait: 'alice', out: 'a.mkv' },
      'request_invalid',
      'only .mp4, .webm, and .mov are written',
    ],
  ])('%s', async (_, request, code, message) => {
    const out = path.join(await temporaryFolder(), 'out.mp4');
    const failed = renderer.render({ out, ...given, ...request });
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toMatchObject({ name: 'RenderError', code });
    expect(await readdir(path.dirname(out))).toEqual([]);
  });

  test('a voice and a text, or no target, from callers without types', async () => {
    const untyped = (given: object) =>
      renderer.render(Object.assign({ portrait: 'alice', text: 'Hi.', out: 'x.mp4' }, given));
    await expect(untyped({ voice: wave })).rejects.toThrow('exactly one of voice and text');
    await expect(untyped({ text: undefined })).rejects.toThrow('exactly one of voice and text');
    await expect(untyped({ out: undefined })).rejects.toThrow('exactly one of out and stream');
    await expect(untyped({ portrait: undefined })).rejects.toThrow('Give the portrait');
  });

  test('a stream that fails', async () => {
    const broken = new Readable({ read: (): void => void broken.destroy(new Error('the line broke')) });
    const failed = renderer.render({ portrait: 'alice', voice: broken, stream: new PassThrough() });
    await expect(failed).rejects.toMatchObject({ code: 'internal', cause: { message: 'the line broke' } });
  });
});

test('a closed renderer rejects further renders', async () => {
  const closed = await createRenderer({ ...options, wav2lipCheckpoint: tinyModel().graphs });
  await closed.close();
  const failed = closed.render({ portrait: 'alice', voice: wave, stream: new PassThrough() });
  await expect(failed).rejects.toThrow(
    new RenderError('request_invalid', 'The renderer is closed. Create another one.'),
  );
});
