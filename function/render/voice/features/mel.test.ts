import { describe, expect, test } from 'vitest';
import { chirp, minVoice, syllables } from '../../../../test/fixtures/signals.js';
import { gathered, inPieces } from '../../../../test/fixtures/streams.js';
import { melColumnCount, readMelColumns } from './mel.js';

/*
 * The figures are those of Rudrabha/Wav2Lip's audio.py on the same samples, with librosa padding by
 * reflection as its version 0.7 did: `[column, value]` for some bands.
 */
// oxfmt-ignore
const reference = [
  {
    name: 'a chirp',
    signal: chirp,
    columns: 61,
    bands: {
      0: [[0, 0.4836], [1, 0.0441], [2, -1.3296], [17, -2.5824], [31, -3.5861], [59, -1.4129], [60, -0.9387]],
      1: [[0, 0.9753], [1, 0.7334], [2, -0.0914], [17, -3.0189], [31, -3.5106], [59, -1.4202], [60, -0.9388]],
      7: [[0, -1.2942], [1, -1.6582], [17, -2.299], [31, -2.1745], [44, -1.8939], [59, -1.3373], [60, -0.8436]],
      23: [[0, -1.9701], [2, -1.6391], [17, -1.8082], [31, -1.9991], [44, -1.4169], [60, -1.2732]],
      40: [[0, -1.0072], [2, -1.4003], [17, -1.3228], [31, -1.059], [44, 1.5187], [60, -0.4128]],
      58: [[0, -1.1629], [2, -0.8161], [17, -0.9375], [44, -0.6391], [60, -0.6803]],
      79: [[0, -0.9356], [2, -0.4439], [17, -0.6286], [44, -0.3628], [60, -0.4471]],
    },
  },
  {
    name: 'syllables between silences',
    signal: syllables,
    columns: 47,
    bands: {
      0: [[0, 0.1766], [5, -1.1364], [9, -0.6801], [11, -1.1329], [15, -4], [22, -1.1339], [46, 0.1763]],
      1: [[0, 0.9595], [5, 0.6596], [9, 0.6717], [11, -0.7223], [15, -4], [22, 0.6597], [46, 0.7993]],
      7: [[0, -0.2782], [5, -0.3526], [9, 0.1683], [11, -0.7331], [15, -4], [22, -0.3568], [46, 0.2807]],
      23: [[0, 0.6357], [5, 0.7604], [9, 0.7754], [11, -1.1446], [15, -4], [22, 0.7598], [46, 0.7396]],
      40: [[0, -0.4888], [5, -0.9408], [9, -0.4028], [11, -1.0567], [15, -4], [46, -0.0996]],
      58: [[0, -0.0618], [5, -4], [9, -1.1896], [11, -1.1736], [15, -4], [22, -4], [46, -1.8051]],
      79: [[0, -0.3821], [5, -4], [9, -1.199], [11, -1.199], [15, -4], [22, -4], [46, -3.7962]],
    },
  },
  {
    name: 'the shortest voice',
    signal: minVoice,
    columns: 5,
    bands: {
      0: [[0, 0.0896], [2, -0.8566], [4, 0.3203]],
      7: [[0, -0.6417], [2, 0.1257], [4, -0.5269]],
      23: [[0, 0.0762], [2, 0.5382], [4, 0.6092]],
      40: [[0, 1.3795], [2, 0.9189], [4, 0.5096]],
      58: [[0, 0.9027], [2, 1.7408], [4, 1.3754]],
      79: [[0, 1.8787], [2, 1.816], [4, 1.9461]],
    },
  },
];

describe.each(reference)('readMelColumns for $name', ({ signal, columns, bands }) => {
  test('matches the reference within a thousandth', async () => {
    const mel = await gathered(readMelColumns(inPieces(signal(), 4096)));
    expect(mel).toHaveLength(columns);
    expect(melColumnCount(signal().length)).toBe(columns);
    for (const [band, values] of Object.entries(bands)) {
      for (const [column = 0, value = 0] of values) {
        const found = mel[column]?.[Number(band)] ?? NaN;
        expect(
          Math.abs(found - value),
          `band ${band}, column ${String(column)}: ${String(found)}`,
        ).toBeLessThan(1e-3);
      }
    }
  });

  test.each([[[1]], [[7, 401, 3]], [[200]], [[100_000]]])(
    'does not depend on pieces of %j',
    async (lengths) => {
      const whole = await gathered(readMelColumns(inPieces(signal(), 4096)));
      expect(await gathered(readMelColumns(inPieces(signal(), ...lengths)))).toEqual(whole);
    },
  );
});

test('readMelColumns keeps values between −4, for silence, and 4', async () => {
  const silent = await gathered(readMelColumns(inPieces(new Float32Array(1600), 1600)));
  expect(silent).toHaveLength(9);
  expect(silent.every((column) => column.every((value) => value === -4))).toBe(true);
  const loud = Float32Array.from({ length: 1600 }, (_, n) => 300 * Math.sin(n));
  const values = (await gathered(readMelColumns(inPieces(loud, 1600)))).flatMap((column) => [...column]);
  expect(Math.max(...values)).toBe(4);
});
