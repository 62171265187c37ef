import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../../../config/settings.js';
import {
  codeOf,
  damagedVoices,
  endsOfDamagedVoices,
  voiceErrors,
} from '../../../../test/fixtures/damaged-voices.js';
import { ffmpeg } from '../../../../test/fixtures/media.js';
import { centeredFace, paintedPicture, pngOf } from '../../../../test/fixtures/pictures.js';
import { smallNetworks } from '../../../../test/fixtures/small-networks.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../../test/fixtures/tiny-model.js';
import { render } from '../../render.js';
import { Wav2LipEngine } from '../../inference/engine.js';

test('damaged voices each end in samples or in a named error, and leave no file', async () => {
  const ends = await endsOfDamagedVoices(24);
  expect(ends).toHaveLength(24);
  expect(ends.filter((end) => end !== 'samples' && !voiceErrors.includes(end))).toEqual([]);
  // Both ends occur: the damage is neither harmless nor total.
  expect(ends).toContain('samples');
  expect(ends.filter((end) => end !== 'samples').length).toBeGreaterThan(3);
});

test('damaged voices become videos of their length, or end in a named error', async () => {
  const engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
  onTestFinished(() => engine.close());
  const bytes = await pngOf(paintedPicture(128, 128));
  const avatar = { id: 'x', bytes, face: centeredFace({ width: 128, height: 128 }) };
  const renderer = { engine, networks: smallNetworks, ffmpeg: await ffmpeg(), settings: readSettings({}) };
  const { signal } = new AbortController();
  const ends: string[] = [];
  for (const voice of await damagedVoices(7, 4)) {
    const scratch = await temporaryFolder();
    const file = path.join(scratch, 'source');
    await writeFile(file, voice);
    const run = { scratch, report: () => undefined, signal };
    const rendering = render({ avatar, voice: { file }, fps: 25 }, renderer, run);
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
  expect(ends.filter((end) => end !== 'video' && !voiceErrors.includes(end))).toEqual([]);
  expect(ends.filter((end) => end === 'video').length).toBeGreaterThan(0);
});
