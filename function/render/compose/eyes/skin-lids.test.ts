import { describe, expect, it } from 'vitest';
import { portraitWithContours } from '../../../../test/fixtures/portrait-with-contours.js';
import { toYuv } from '../../picture/planes.js';
import { closableEyes } from './closable-eyes.js';
import { SkinLids } from './skin-lids.js';

async function lids(): Promise<SkinLids> {
  const { picture, contours } = await portraitWithContours();
  return new SkinLids(picture, toYuv(picture), contours.eyes[0]);
}

describe('SkinLids', () => {
  it('saves the positions that were drawn, once', async () => {
    const drawn = await lids();
    expect(drawn.save()).toBeUndefined();
    drawn.at(3);
    expect([...(drawn.save()?.subarray(0, 16) ?? [])]).toEqual([0, 0, 1, ...Array<number>(13).fill(0)]);
    drawn.at(3);
    expect(drawn.save()).toBeUndefined();
    drawn.at(16);
    expect(drawn.save()).toHaveLength(drawn.savedBytes);
  });

  it('restores positions exactly, and draws the others', async () => {
    const [first, second] = [await lids(), await lids()];
    const [half, closed] = [first.at(8), first.at(16)];
    second.restore(first.save() ?? new Uint8Array());
    expect(second.save()).toBeUndefined();
    expect(second.at(8)).toEqual(half);
    expect(second.at(16)).toEqual(closed);
    expect(second.at(4)).toEqual(first.at(4));
    expect(second.at(4)).not.toEqual(half);
  });
});

describe('closableEyes', () => {
  it('closes both eyes if one of them is open, and nothing without eyes', async () => {
    const { picture, contours } = await portraitWithContours({ leftClosed: true });
    expect(closableEyes(picture, contours.eyes)).toEqual(contours.eyes);
    expect(closableEyes(picture, [contours.eyes[0]])).toEqual([]);
    expect(closableEyes(picture, [])).toEqual([]);
  });
});
