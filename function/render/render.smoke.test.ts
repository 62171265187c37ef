import { expect, onTestFinished, test } from 'vitest';
import { inside, outside, psnr } from '../../test/fixtures/image-error.js';
import { paintedPicture, pngOf } from '../../test/fixtures/pictures.js';
import { rendered } from '../../test/fixtures/rendered.js';
import { syllables } from '../../test/fixtures/signals.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../test/fixtures/tiny-model.js';
import { Wav2LipEngine } from './inference/engine.js';

test('render makes a video as long as the voice, in which only the mouth moves', async () => {
  const engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
  onTestFinished(() => engine.close());
  const bytes = await pngOf(paintedPicture(256, 320));
  const { result, frames, picture, portrait } = await rendered(engine, await temporaryFolder(), {
    bytes,
    samples: syllables(20_001),
  });
  // 1.2500625 s: 32 frames, not 31.
  expect(frames).toHaveLength(32);
  expect(result).toMatchObject({ width: 256, height: 320, frames: 32, durationSeconds: 32 / 25 });
  expect(Math.abs(result.soundSeconds - 20_001 / 16_000)).toBeLessThan(1 / 25);
  for (const frame of frames) {
    expect(psnr(frame, picture.rgb, 256, outside(portrait.patch))).toBeGreaterThan(38);
    expect(psnr(frame, picture.rgb, 256, inside(portrait.patch))).toBeLessThan(25);
  }
  const [first, later] = [frames[2], frames[20]];
  expect(psnr(first ?? Buffer.alloc(0), later ?? Buffer.alloc(0), 256, inside(portrait.patch))).toBeLessThan(
    35,
  );
});
