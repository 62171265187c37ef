import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../../test/fixtures/random.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { readFoldedLayer } from './fold.js';
import type { Layer } from './network.js';

const random = randomNumbers(3);
const noise = (count: number) => Float32Array.from({ length: count }, () => 2 * random() - 1);

/** A layer of 5 inputs and 3 outputs, 2×3 taps. */
const layer: Layer = { name: 'l', kernel: [2, 3], stride: [1, 1], padding: 0, residual: false };
const tensors = new Map([
  ['l.conv_block.0.weight', noise(5 * 3 * 6)],
  ['l.conv_block.0.bias', noise(3)],
  ['l.conv_block.1.weight', noise(3)],
  ['l.conv_block.1.bias', noise(3)],
  ['l.conv_block.1.running_mean', noise(3)],
  // The variance of the last output is so small that the ε under the root matters.
  ['l.conv_block.1.running_var', Float32Array.of(0.7, 2.5, 1e-6)],
]);
const values = (name: string) => tensors.get(name) ?? new Float32Array();
const checkpoint: Checkpoint = {
  format: 'zip',
  step: undefined,
  shapes: new Map(),
  read: (name) => Promise.resolve(values(name)),
  close: () => Promise.resolve(),
};

describe('readFoldedLayer gives a convolution equal to convolution and batch norm in sequence', () => {
  test.each([
    // Index of the weight of (output, input, tap): [out, in, taps], or [in, out, taps] if transposed.
    { kind: 'ordinary', folded: layer, at: (output: number, input: number) => (output * 5 + input) * 6 },
    {
      kind: 'transposed',
      folded: { ...layer, transposed: { outputPadding: 0 } },
      at: (output: number, input: number) => (input * 3 + output) * 6,
    },
  ])('for a layer that is $kind', async ({ folded, at }) => {
    const { weight, bias } = await readFoldedLayer(checkpoint, folded);
    expect([weight.length, bias.length]).toEqual([90, 3]);
    const patch = noise(5 * 6);
    for (let output = 0; output < 3; output++) {
      const sum = (weights: Float32Array) =>
        patch.reduce((total, x, i) => total + x * (weights[at(output, Math.floor(i / 6)) + (i % 6)] ?? 0), 0);
      const of = (name: string) => values(`l.conv_block.${name}`)[output] ?? NaN;
      const convolved = sum(values('l.conv_block.0.weight')) + of('0.bias');
      const deviation = Math.sqrt(of('1.running_var') + 1e-5);
      const expected = (of('1.weight') * (convolved - of('1.running_mean'))) / deviation + of('1.bias');
      const found = sum(weight) + (bias[output] ?? NaN);
      expect(Math.abs(found - expected)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)));
    }
  });
});

test('readFoldedLayer returns the last layer, which has no batch norm, unchanged', async () => {
  tensors.set('l.weight', noise(6)).set('l.bias', noise(3));
  const { weight, bias } = await readFoldedLayer(checkpoint, { ...layer, bare: true });
  expect(weight).toEqual(values('l.weight'));
  expect(bias).toEqual(values('l.bias'));
});

test('readFoldedLayer adds the identity to a residual layer', async () => {
  const residual: Layer = { ...layer, name: 'r', kernel: [3, 3], padding: 1, residual: true };
  for (const [name, count] of [
    ['0.weight', 3 * 3 * 9],
    ['0.bias', 3],
    ['1.weight', 3],
    ['1.bias', 3],
    ['1.running_mean', 3],
  ] as const) {
    tensors.set(`r.conv_block.${name}`, noise(count));
  }
  tensors.set('r.conv_block.1.running_var', Float32Array.of(0.7, 2.5, 1));
  const without = await readFoldedLayer(checkpoint, { ...residual, residual: false });
  const { weight, bias } = await readFoldedLayer(checkpoint, residual);
  expect(bias).toEqual(without.bias);
  const added = weight.map((value, i) => value - (without.weight[i] ?? NaN));
  // Only the center tap of output o's weight for input o.
  const centers = [4, 40, 76];
  for (const [i, value] of added.entries()) expect(value).toBeCloseTo(centers.includes(i) ? 1 : 0, 6);
});
