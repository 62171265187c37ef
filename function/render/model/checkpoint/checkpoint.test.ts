import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { randomNetwork } from '../../../../test/fixtures/random-network.js';
import { tinyModel, tinyNarrowing, tinySeed, tinyStep } from '../../../../test/fixtures/tiny-model.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import {
  bytesOf,
  writeArchive,
  writeLegacy,
  type StorageBytes,
} from '../../../../test/fixtures/torch-file.js';
import { PickleWriter, writeTensor, type PickledTensor } from '../../../../test/fixtures/torch-pickle.js';
import { openCheckpoint, type Checkpoint } from './checkpoint.js';

const writers = { zip: writeArchive, legacy: writeLegacy };

async function opened(file: string): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(file);
  onTestFinished(() => checkpoint.close());
  return checkpoint;
}

/** A file whose root object is written by `root`. */
async function written(
  format: 'zip' | 'legacy',
  root: (writer: PickleWriter) => unknown,
  storages: Record<string, StorageBytes>,
): Promise<Checkpoint> {
  const file = path.join(await temporaryFolder(), 'checkpoint.pth');
  const writer = new PickleWriter();
  root(writer);
  await writers[format](file, writer.finish(), new Map(Object.entries(storages)));
  return opened(file);
}

/** A state_dict of these tensors, without a surrounding dictionary. */
function stateDict(format: 'zip' | 'legacy', ...tensors: readonly PickledTensor[]) {
  return (writer: PickleWriter) =>
    writer.dictionary(
      Object.fromEntries(tensors.map((t) => [t.name, () => writeTensor(writer, t, format === 'legacy')])),
    );
}

const ramp = Float32Array.from({ length: 24 }, (_, i) => i / 8);
const rampStorage = { '0': { elements: 24, bytes: bytesOf(ramp) } };
const whole = { name: 'w', storage: '0', type: 'FloatStorage', elements: 24, shape: [2, 3, 4] };

describe.each(['zip', 'legacy'] as const)('openCheckpoint of a file in the %s format', (format) => {
  test('reads all tensors of a network, and its step', async () => {
    const checkpoint = await opened(tinyModel()[format]);
    const network = randomNetwork(tinySeed, tinyNarrowing);
    expect(checkpoint.format).toBe(format);
    expect(checkpoint.step).toBe(tinyStep);
    expect(checkpoint.shapes.size).toBe(302);
    expect([...checkpoint.shapes]).toEqual([...network].map(([name, { shape }]) => [name, shape]));
    for (const name of [
      'face_encoder_blocks.0.0.conv_block.0.weight',
      'audio_encoder.3.conv_block.0.bias',
      'output_block.1.bias',
    ]) {
      expect(await checkpoint.read(name)).toEqual(network.get(name)?.values);
    }
  });

  test('accepts a bare state_dict, and removes the prefix module. from names', async () => {
    const names = ['module.a.weight', 'module.module.b.weight', 'c.module.weight'];
    const checkpoint = await written(
      format,
      stateDict(format, ...names.map((name) => ({ ...whole, name }))),
      rampStorage,
    );
    expect([...checkpoint.shapes.keys()]).toEqual(['a.weight', 'b.weight', 'c.module.weight']);
    expect(checkpoint.step).toBeUndefined();
    expect(await checkpoint.read('b.weight')).toEqual(ramp);
  });

  test('reads half and double precision', async () => {
    const half = { name: 'half', storage: '0', type: 'HalfStorage', elements: 2, shape: [2] };
    const brain = { name: 'brain', storage: '1', type: 'BFloat16Storage', elements: 2, shape: [2] };
    const double = { name: 'double', storage: '2', type: 'DoubleStorage', elements: 2, shape: [2] };
    const checkpoint = await written(format, stateDict(format, half, brain, double), {
      '0': { elements: 2, bytes: bytesOf(Uint16Array.of(0x3c00, 0xc100)) },
      '1': { elements: 2, bytes: bytesOf(Uint16Array.of(0x3f80, 0xc020)) },
      '2': { elements: 2, bytes: bytesOf(Float64Array.of(1, -2.5)) },
    });
    for (const name of ['half', 'brain', 'double']) {
      expect(await checkpoint.read(name)).toEqual(Float32Array.of(1, -2.5));
    }
  });

  test('copies strided views into row-major order', async () => {
    const views = [
      { ...whole, name: 'turned', shape: [4, 3, 2], strides: [1, 4, 12] },
      { ...whole, name: 'part', shape: [2, 2], offset: 5, strides: [12, 1] },
      { ...whole, name: 'every second', shape: [3], offset: 1, strides: [2] },
      { ...whole, name: 'expanded', shape: [3, 2], offset: 8, strides: [0, 1] },
      { ...whole, name: 'column', shape: [3, 1], offset: 2, strides: [1, 99] },
      { ...whole, name: 'number', shape: [], offset: 23 },
    ];
    const checkpoint = await written(format, stateDict(format, ...views), rampStorage);
    const at = async (name: string) => [...(await checkpoint.read(name))].map((value) => value * 8);
    expect((await at('turned')).slice(0, 8)).toEqual([0, 12, 4, 16, 8, 20, 1, 13]);
    expect(await at('turned')).toHaveLength(24);
    expect(await at('part')).toEqual([5, 6, 17, 18]);
    expect(await at('every second')).toEqual([1, 3, 5]);
    expect(await at('expanded')).toEqual([8, 9, 8, 9, 8, 9]);
    expect(await at('column')).toEqual([2, 3, 4]);
    expect(await at('number')).toEqual([23]);
  });

  test('accepts integer tensors, but does not read them as weights', async () => {
    const count = { name: 'count', storage: '1', type: 'LongStorage', elements: 1, shape: [] };
    const checkpoint = await written(format, stateDict(format, whole, count), {
      ...rampStorage,
      '1': { elements: 1, bytes: bytesOf(BigInt64Array.of(5n)) },
    });
    expect(await checkpoint.read('w')).toEqual(ramp);
    await expect(checkpoint.read('count')).rejects.toMatchObject({ code: 'checkpoint_mismatch' });
  });

  test('refuses a tensor that exceeds its storage', async () => {
    const far = { ...whole, name: 'far', shape: [2], offset: 20, strides: [4] };
    const checkpoint = await written(format, stateDict(format, far), rampStorage);
    await expect(checkpoint.read('far')).rejects.toMatchObject({ code: 'checkpoint_unreadable' });
  });
});

test('openCheckpoint names the tensors of a TorchScript archive by its modules', async () => {
  const checkpoint = await written(
    'zip',
    (writer) => {
      const object = (className: string, state: Record<string, () => unknown>) => {
        writer.name('__torch__.models.wav2lip', className).raw(0x29, 0x81);
        writer.dictionary(state).raw(0x62);
      };
      const tensor = () => writeTensor(writer, whole);
      object('Wav2Lip', {
        training: () => writer.raw(0x89),
        output_block: () =>
          object('Sequential', { '1': () => object('Conv2d', { weight: tensor, bias: tensor }) }),
      });
    },
    rampStorage,
  );
  expect(checkpoint.format).toBe('torchscript');
  expect([...checkpoint.shapes]).toEqual([
    ['output_block.1.weight', [2, 3, 4]],
    ['output_block.1.bias', [2, 3, 4]],
  ]);
  expect(await checkpoint.read('output_block.1.bias')).toEqual(ramp);
});
