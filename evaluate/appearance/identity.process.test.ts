import { expect, onTestFinished, test } from 'vitest';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { decodePicture, type Picture } from '../../function/render/picture/decode-picture.js';
import type { Rectangle } from '../../function/render/picture/geometry.js';
import { toAvatar } from '../../function/render/portrait/avatar.js';
import { bundledSource, Catalogue, readPortrait } from '../../storage/catalogue/catalogue.js';
import type { RunNetwork } from '../../function/render/gpu/network-run.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { convertIdentityNetwork, cosine, faceEmbedding } from './identity.js';

/** What runs the converted network. */
async function network(): Promise<{ file: string; run: RunNetwork }> {
  const file = await convertIdentityNetwork(await temporaryFolder());
  const session = await InferenceSession.create(file, { logSeverityLevel: 3 });
  onTestFinished(() => session.release());
  return {
    file,
    run: async ({ inputs: { face } }) => {
      if (!face) throw new Error('The network has one input.');
      const { embedding } = await session.run({ face: new Tensor('float32', face.values, face.shape) });
      return { embedding: Float32Array.from((embedding?.data ?? []) as Float32Array) };
    },
  };
}

async function portraitOf(id: string): Promise<{ picture: Picture; box: Rectangle }> {
  const { bytes, face } = toAvatar(await readPortrait(new Catalogue([bundledSource]), id));
  if (!face) throw new Error('Bundled portraits have a known face.');
  return { picture: await decodePicture(bytes, { maxPixels: 1e7, background: '#ffffff' }), box: face.box };
}

test('the embedding of a face is nearer to itself in other light than to another face', async () => {
  const [alice, marcus] = await Promise.all([portraitOf('alice'), portraitOf('marcus')]);
  const dimmed = {
    ...alice.picture,
    rgb: Buffer.from(alice.picture.rgb.map((value) => Math.round(0.85 * value))),
  };
  const { file, run } = await network();
  const embed = (picture: Picture, box: Rectangle) => faceEmbedding(picture, box, file, run);
  const [own, darker, other] = await Promise.all([
    embed(alice.picture, alice.box),
    embed(dimmed, alice.box),
    embed(marcus.picture, marcus.box),
  ]);
  expect(own).toHaveLength(1024);
  expect(cosine(own, darker)).toBeGreaterThan(0.9);
  expect(cosine(own, other)).toBeLessThan(cosine(own, darker) - 0.05);
});

test('cosine does not depend on lengths', () => {
  expect(cosine(Float32Array.of(1, 2), Float32Array.of(3, 6))).toBeCloseTo(1, 9);
  expect(cosine(Float32Array.of(1, 0), Float32Array.of(0, 4))).toBeCloseTo(0, 9);
});
