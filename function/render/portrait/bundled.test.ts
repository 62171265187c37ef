import { describe, expect, test } from 'vitest';
import { bundledSource, Catalogue, readPortrait } from '../../../storage/catalogue/catalogue.js';
import { toAvatar } from './avatar.js';
import { decodePicture } from '../picture/decode-picture.js';
import { preparePortrait } from './portrait.js';

const catalogue = new Catalogue([bundledSource]);
const ids = (await catalogue.list()).map(({ id }) => id);
const limits = { maxPixels: 4096 * 4096, background: '#ffffff' };

test('the project contains at least eight portraits, including alice', () => {
  expect(ids.length).toBeGreaterThanOrEqual(8);
  expect(ids).toContain('alice');
});

describe.each(ids)('the bundled portrait %s', (id) => {
  test('is large enough, small enough as a file, and has a known face', async () => {
    const { bytes, face } = toAvatar(await readPortrait(catalogue, id));
    expect(bytes.length).toBeLessThan(750_000);
    const picture = await decodePicture(bytes, limits);
    expect(Math.min(picture.width, picture.height)).toBeGreaterThanOrEqual(768);
    if (!face) throw new Error(`avatars/${id}.json is missing: create it with the face of ${id}`);
    // Heads are in the middle, and the mouth lies in the lower half of the face.
    expect(Math.abs(face.box.x + face.box.width / 2 - picture.width / 2)).toBeLessThan(30);
    const { patch, mask, picture: shown } = await preparePortrait(picture, face);
    expect(shown).toBe(picture);
    expect(patch.y).toBeGreaterThan(face.box.y + 0.45 * face.box.height);
    expect(Math.max(...mask)).toBe(1);
  });
});
