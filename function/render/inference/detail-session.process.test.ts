import { beforeAll, describe, expect, test } from 'vitest';
import { noiseFace, noiseMels, portraitOf } from '../../../test/fixtures/reference-network.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { mouthsBetween, type MouthDetail } from '../portrait/drawn-mouths.js';
import { Wav2LipSession } from './session.js';

const frames = 3;
const mel = noiseMels(frames);
let session: Wav2LipSession;

beforeAll(async () => {
  session = await Wav2LipSession.load(tinyModel().graphs, { threads: 1, detail: true });
  await session.setPortrait(portraitOf(noiseFace()));
});

async function detailOf(windows: Float32Array): Promise<MouthDetail> {
  const { detail } = await session.drawMouths(windows);
  if (!detail) throw new RangeError('the session has no detail');
  return detail;
}

describe('a session with detail', () => {
  test('says for each pixel of the window where it comes from, and whether it is hidden', async () => {
    const { motion, hidden } = await detailOf(mel);
    expect(motion).toHaveLength(frames * 2 * 44 * 68);
    expect(hidden).toHaveLength(frames * 88 * 136);
    // The drawn noise is not the portrait's.
    expect(Math.max(...motion.map(Math.abs))).toBeGreaterThan(1);
    expect(Math.max(...hidden)).toBeGreaterThan(200);
  });

  test('finds in a batch what it finds in each frame alone', async () => {
    const together = await session.drawMouths(mel);
    for (let frame = 0; frame < frames; frame++) {
      const alone = await detailOf(mel.slice(frame * 1280, (frame + 1) * 1280));
      const { detail } = mouthsBetween(together, frame, frame + 1);
      const apart = alone.motion.map((value, at) => Math.abs(value - (detail?.motion[at] ?? NaN)));
      expect(Math.max(...apart)).toBeLessThan(0.01);
      const shares = alone.hidden.map((value, at) => Math.abs(value - (detail?.hidden[at] ?? NaN)));
      expect(Math.max(...shares)).toBeLessThanOrEqual(1);
    }
  });

  test('finds the same for equal mouths, to the bit', async () => {
    const same = Float32Array.from([...mel.slice(0, 1280), ...mel.slice(0, 1280)]);
    const mouths = await session.drawMouths(same);
    expect(mouthsBetween(mouths, 0, 1)).toEqual(mouthsBetween(mouths, 1, 2));
  });
});
