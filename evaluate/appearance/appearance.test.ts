import { describe, expect, test } from 'vitest';
import { summarizeAppearance, type Appearance } from './appearance.js';
import { appearanceTable } from './appearance-table.js';

const clip: Appearance = {
  openings: [0, 0.1, 0.2, 0.3, 0.4],
  detail: { inside: 30, lips: 50 },
  lengths: [
    { chin: 1.2, width: 0.5 },
    { chin: 1.3, width: 0.54 },
  ],
  likeness: [0.98, 0.9],
};
const silent: Appearance = { openings: [0], detail: undefined, lengths: [], likeness: [1] };

describe('summarizeAppearance', () => {
  test('combines the clips of a portrait', () => {
    const found = summarizeAppearance([clip, { ...clip, detail: { inside: 10, lips: 30 } }, silent]);
    expect(found.insideSharpness).toBeCloseTo(40 / 80, 9);
    expect(found.medianOpening).toBeCloseTo(0.2, 9);
    expect(found.wideOpening).toBeCloseTo(0.4, 9);
    expect(found.chinRange).toBeCloseTo(0.1, 9);
    expect(found.widthRange).toBeCloseTo(0.04, 9);
    expect(found.likeness).toBeCloseTo((0.98 + 0.9 + 0.98 + 0.9 + 1) / 5, 9);
    expect(found.worstLikeness).toBe(0.9);
  });

  test('knows no sharpness of a mouth that never opens, and no range without a face', () => {
    expect(summarizeAppearance([silent])).toMatchObject({
      insideSharpness: undefined,
      chinRange: undefined,
      widthRange: undefined,
      likeness: 1,
    });
  });
});

test('appearanceTable has a row for each portrait and one for the medians', () => {
  const table = appearanceTable(
    new Map([
      ['alice', [clip]],
      ['mei', [{ ...clip, openings: [0.6] }]],
      ['zola', [silent]],
    ]),
  );
  expect(table).toHaveLength(6);
  expect(table[2]).toBe('| alice | 0.200 | 0.380 | 0.60 | 0.096 | 0.038 | 0.940 | 0.900 |');
  expect(table[4]).toBe('| zola | 0.000 | 0.000 | – | – | – | 1.000 | 1.000 |');
  expect(table[5]).toBe('| **median** | 0.200 | 0.380 | 0.60 | 0.096 | 0.038 | 0.940 | 0.900 |');
});
