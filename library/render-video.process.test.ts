import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { paintedPicture, pngOf } from '../test/fixtures/pictures.js';
import { tone } from '../test/fixtures/signals.js';
import { tinyModel } from '../test/fixtures/tiny-model.js';
import { waveFile } from '../test/fixtures/wave-file.js';
import { renderVideo } from './render-video.js';

const face = { x: 50, y: 20, width: 60, height: 70 };
const wave = waveFile(tone(0.2, 300));
const options = {
  wav2lipCheckpoint: '',
  modelsDir: path.join(os.tmpdir(), 'avatar-service-without-models'),
  threads: 1,
  videoPreset: 'ultrafast',
  voiceAllowPrivate: 'loopback',
} as const;

describe('renderVideo', () => {
  test('renders one video and ends', async () => {
    const picture = await pngOf(paintedPicture(160, 120));
    const stream = new PassThrough();
    const [result, video] = await Promise.all([
      renderVideo(
        { portrait: picture, face, voice: wave, stream },
        { ...options, wav2lipCheckpoint: tinyModel().graphs },
      ),
      buffer(stream),
    ]);
    expect(video).toHaveLength(result.bytes);
  });

  test('checks the request before it loads a model', async () => {
    const failed = renderVideo(
      { portrait: 'unknown', voice: wave, out: 'x.mp4' },
      { ...options, wav2lipCheckpoint: path.join(os.tmpdir(), 'no-such.pth') },
    );
    await expect(failed).rejects.toMatchObject({ code: 'avatar_not_found' });
    const withoutModel = renderVideo(
      { portrait: 'alice', voice: wave, stream: new PassThrough() },
      { ...options, wav2lipCheckpoint: path.join(os.tmpdir(), 'no-such.pth') },
    );
    await expect(withoutModel).rejects.toMatchObject({ code: 'checkpoint_missing' });
  });
});
