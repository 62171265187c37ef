import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import '../../inference/no-telemetry.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { encodeModel } from '../onnx/onnx.js';
import { convertGraphModel } from './convert-graph-model.js';
import type { GraphConstant, GraphModel, GraphNode } from './graph-model.js';
import { readGraphModel } from './graph-model.js';

const text = (value: string) => Buffer.from(value).toString('base64');
const window = {
  data_format: { s: text('NHWC') },
  padding: { s: text('SAME') },
  strides: { list: { i: [1, 2, 2, 1] } },
};

/** A graph on a picture of `height` × 2 pixels and 2 channels, called `x`. */
function graphOf(
  nodes: readonly Partial<GraphNode>[],
  constants: Readonly<Record<string, GraphConstant>> = {},
  height = 2,
): GraphModel {
  const dim = [1, height, 2, 2].map((size) => ({ size }));
  const input = { name: 'x', op: 'Placeholder', input: [], attr: { shape: { shape: { dim } } } };
  const all = [input, ...nodes].map((node) => ({ name: '', op: '', input: [], attr: {}, ...node }));
  return {
    nodes: new Map(all.map((node) => [node.name, node])),
    constants: new Map(Object.entries(constants)),
  };
}

const floats = (shape: number[], numbers: number[]) => ({ shape, numbers: Float32Array.from(numbers) });
const integers = (numbers: number[], shape = [numbers.length]) => ({
  shape,
  numbers: Int32Array.from(numbers),
});

/** Runs the node `y` on the picture `[1, 2 channels, 2, 2]` with the numbers 1 to 8. */
async function outputOf(model: GraphModel, shape: number[]): Promise<number[]> {
  const graph = convertGraphModel('test', model, { picture: 'p', outputs: { out: { node: 'y', shape } } });
  const session = await InferenceSession.create(encodeModel(graph), { logSeverityLevel: 3 });
  const p = new Tensor('float32', Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), [1, 2, 2, 2]);
  const { out } = await session.run({ p });
  await session.release();
  return [...((out?.data ?? []) as Float32Array)].map((value) => Math.round(1e4 * value) / 1e4);
}

const flat = { name: 'y', op: 'Reshape', attr: {} };

describe('convertGraphModel', () => {
  test('reshapes a picture in the order of TensorFlow: channels last', async () => {
    const model = graphOf([{ ...flat, input: ['x', 's'] }], { s: integers([1, -1]) });
    expect(await outputOf(model, [1, 8])).toEqual([1, 5, 2, 6, 3, 7, 4, 8]);
  });

  test('pads a strided convolution below and on the right, and adds bias and PReLU', async () => {
    const kernel = Array.from({ length: 9 * 2 * 1 }, (_, index) => (index % 2 ? 10 : 1));
    const fused = { fused_ops: { list: { s: ['BiasAdd', 'Prelu'].map(text) } } };
    const model = graphOf(
      [
        { name: 'c', op: '_FusedConv2D', input: ['x', 'k', 'b', 'a'], attr: { ...window, ...fused } },
        { ...flat, input: ['c:0', 's'] },
      ],
      {
        k: floats([3, 3, 2, 1], kernel),
        b: floats([1], [-300]),
        a: floats([1, 1, 1], [0.5]),
        s: integers([1, 1]),
      },
    );
    // 1 + 2 + 3 + 4 + 10 · (5 + 6 + 7 + 8) - 300 is negative, and is halved.
    expect(await outputOf(model, [1, 1])).toEqual([-15]);
  });

  test('convolves each channel by itself, multiplies and adds a number for each channel', async () => {
    const attr = { ...window, strides: { list: { i: [1, 1, 1, 1] } } };
    const model = graphOf(
      [
        { name: 'd', op: 'DepthwiseConv2dNative', input: ['x', 'k'], attr },
        { name: 'm', op: 'Mul', input: ['f', 'd'] },
        { name: 'n', op: 'AddV2', input: ['m', 'b'] },
        { name: 'l', op: 'Minimum', input: ['n', 'limit'] },
        { ...flat, input: ['l', 's'] },
      ],
      {
        k: floats([1, 1, 2, 1], [1, -1]),
        f: floats([2], [2, 3]),
        b: floats([2], [0, 100]),
        limit: floats([], [84]),
        s: integers([1, 8]),
      },
    );
    expect(await outputOf(model, [1, 8])).toEqual([2, 84, 4, 82, 6, 79, 8, 76]);
  });

  test('takes the maximum of windows, and pads channels with zeros', async () => {
    const pool = { ...window, ksize: { list: { i: [1, 2, 2, 1] } } };
    const model = graphOf(
      [
        { name: 'p', op: 'MaxPool', input: ['x'], attr: pool },
        { name: 'q', op: 'Pad', input: ['p', 'ends'] },
        { ...flat, input: ['q', 's'] },
      ],
      { ends: integers([0, 0, 0, 0, 0, 0, 0, 1], [4, 2]), s: integers([1, 3]) },
    );
    expect(await outputOf(model, [1, 3])).toEqual([4, 8, 0]);
  });

  test('takes the mean over a picture, and multiplies it by a matrix', async () => {
    const fused = { fused_ops: { list: { s: ['BiasAdd', 'Relu'].map(text) } } };
    const model = graphOf(
      [
        { name: 'm', op: 'Mean', input: ['x', 'axes'] },
        { name: 'y', op: '_FusedMatMul', input: ['m', 'w', 'b'], attr: fused },
      ],
      { axes: integers([1, 2]), w: floats([2, 3], [1, 0, -1, 0, 1, 0]), b: floats([3], [0, 0.5, 0]) },
    );
    expect(await outputOf(model, [1, 3])).toEqual([2.5, 7, 0]);
  });

  test.each([
    ['an unknown operator', { name: 'y', op: 'Erf', input: ['x'] }, /the operator Erf is not supported/],
    ['a missing node', { name: 'z', op: 'Relu', input: ['x'] }, /the operator of a missing node/],
    ['a picture as output', { name: 'y', op: 'Relu', input: ['x'] }, /the output out is a picture/],
    ['a reshape to a computed shape', { name: 'y', op: 'Reshape', input: ['x', 'x'] }, /x is not a constant/],
    [
      'an unknown fused operator',
      {
        name: 'y',
        op: '_FusedConv2D',
        input: ['x'],
        attr: { ...window, fused_ops: { list: { s: ['BiasAdd', 'Elu'].map(text) } } },
      },
      /BiasAdd, Elu are not supported/,
    ],
  ])('refuses %s', (_, node, message) => {
    const wanted = { picture: 'p', outputs: { out: { node: 'y', shape: [1] } } };
    expect(() => convertGraphModel('test', graphOf([node]), wanted)).toThrow(message);
  });
});

describe('readGraphModel', () => {
  const weights = [
    { name: 'half', shape: [2], dtype: 'float32', quantization: { dtype: 'float16' } },
    { name: 'shape', shape: [1], dtype: 'int32' },
    { name: 'one', shape: [], dtype: 'float32' },
  ];
  const bytes = Buffer.from(new Uint8Array([0x00, 0x3c, 0x00, 0xc0, 7, 0, 0, 0, 0, 0, 0x80, 0x3f]));

  async function written(content: Buffer): Promise<string> {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'm.json');
    const node = { name: 'x', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' } } };
    const manifest = [{ paths: ['a.bin', 'b.bin'], weights }];
    await writeFile(
      file,
      JSON.stringify({ format: 'graph-model', modelTopology: { node: [node] }, weightsManifest: manifest }),
    );
    await writeFile(path.join(folder, 'a.bin'), content.subarray(0, 3));
    await writeFile(path.join(folder, 'b.bin'), content.subarray(3));
    return file;
  }

  test('reads half floats, floats, and integers from several files', async () => {
    const { nodes, constants } = await readGraphModel(await written(bytes));
    expect(nodes.get('x')?.op).toBe('Placeholder');
    expect([...constants].map(([name, { numbers }]) => [name, [...numbers]])).toEqual([
      ['half', [1, -2]],
      ['shape', [7]],
      ['one', [1]],
    ]);
  });

  test('refuses weights that are longer than the manifest says', async () => {
    const file = await written(Buffer.concat([bytes, bytes]));
    await expect(readGraphModel(file)).rejects.toThrow(/the weights have 24 bytes; the manifest says 12$/);
  });
});
