import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../../../config/package-root.js';
import { openCheckpoint } from './checkpoint.js';

/** Files written by PyTorch; their README explains how. */
const folder = path.join(packageRoot, 'test', 'fixtures', 'torch');

const shapes = [
  ['first.conv_block.0.weight', [3, 2, 1, 1]],
  ['first.conv_block.0.bias', [3]],
  ['first.conv_block.1.weight', [3]],
  ['first.conv_block.1.bias', [3]],
  ['first.conv_block.1.running_mean', [3]],
  ['first.conv_block.1.running_var', [3]],
  ['first.conv_block.1.num_batches_tracked', []],
  ['last.weight', [1, 3, 1, 1]],
  ['last.bias', [1]],
] as const;

test.each([
  { file: 'legacy.pth', format: 'legacy', step: 195_000 },
  { file: 'zip.pth', format: 'zip', step: 195_000 },
  { file: 'half.pth', format: 'zip', step: undefined },
  { file: 'torchscript.pt', format: 'torchscript', step: undefined },
])(
  'openCheckpoint reads every tensor of $file, and its step if there is one',
  async ({ file, format, step }) => {
    const checkpoint = await openCheckpoint(path.join(folder, file));
    onTestFinished(() => checkpoint.close());
    expect(checkpoint.format).toBe(format);
    expect(checkpoint.step).toBe(step);
    expect([...checkpoint.shapes]).toEqual(shapes);
    for (const [k, [name, shape]] of shapes.entries()) {
      if (name.endsWith('num_batches_tracked')) continue;
      const count = shape.reduce((product: number, size) => product * size, 1);
      expect(await checkpoint.read(name)).toEqual(Float32Array.from({ length: count }, (_, i) => i / 8 + k));
    }
  },
);
