import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { gathered } from '../../../../test/fixtures/streams.js';
import { chirp } from '../../../../test/fixtures/signals.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { readSamples } from './samples.js';

test('readSamples yields the file in pieces, each a new array', async () => {
  const samples = Float32Array.from([...chirp(), ...chirp()].slice(0, 20_001));
  const file = path.join(await temporaryFolder(), 'samples');
  await writeFile(file, samples);
  const pieces = await gathered(readSamples(file));
  expect(pieces.map((piece) => piece.length)).toEqual([16_384, 3617]);
  expect(Float32Array.from(pieces.flatMap((piece) => [...piece]))).toEqual(samples);
});

test('readSamples yields nothing for an empty file', async () => {
  const file = path.join(await temporaryFolder(), 'samples');
  await writeFile(file, '');
  expect(await gathered(readSamples(file))).toEqual([]);
});
