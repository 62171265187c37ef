import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { openCheckpoint } from '../checkpoint/checkpoint.js';
import { GraphBuilder } from '../onnx/graph-builder.js';
import { encodeModel } from '../onnx/onnx.js';
import { createWeightsFile } from '../onnx/weights-file.js';
import { detailCheckpoint } from '../model-files.js';
import { storeDetailLayers } from './detail-layers.js';
import { detailBiasMaps, detailNetworkNodes, detailPortraitNodes } from './network-nodes.js';

/** A smooth pattern, `[3, to - from rows, columns]`, as computed for the reference values. */
function pattern(
  shift: number,
  stretch: number,
  [top, bottom, left, right]: readonly [number, number, number, number],
): Float32Array {
  const values: number[] = [];
  for (let channel = 0; channel < 3; channel++)
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++)
        values.push(0.5 + 0.4 * Math.sin(0.13 * x + 0.21 * y * stretch + channel + shift));
  return Float32Array.from(values);
}

/** The shipped detail network as two graphs of its own. */
async function detailNetwork() {
  const folder = await temporaryFolder();
  const weights = await createWeightsFile(path.join(folder, 'weights.bin'), 'weights.bin');
  const checkpoint = await openCheckpoint(detailCheckpoint);
  const layers = await storeDetailLayers(checkpoint, weights);
  await checkpoint.close();
  await weights.close();

  const portrait = new GraphBuilder('portrait', 'float32');
  detailPortraitNodes(portrait, layers, portrait.input('face', 'float32', [1, 6, 96, 96]));
  const frames = new GraphBuilder('frames', 'float32');
  const face = frames.input('face', 'float32', [1, 6, 96, 96]);
  const drawn = frames.input('drawn', 'float32', ['frames', 3, 44, 68]);
  const { flow, visibility } = detailNetworkNodes(frames, layers, drawn, face);
  frames.output(flow, 'float32', ['frames', 2, 44, 68]);
  frames.output(visibility, 'float32', ['frames', 1, 88, 136]);
  const load = async (name: string, graph: GraphBuilder) => {
    const file = path.join(folder, name);
    await writeFile(file, encodeModel(graph.graph()));
    return InferenceSession.create(file, { logSeverityLevel: 3 });
  };
  return {
    portrait: await load('portrait.onnx', portrait),
    frames: await load('frames.onnx', frames),
    flow,
    visibility,
  };
}

function numbers(tensor: Tensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) throw new TypeError('the graph returned no numbers');
  return tensor.data;
}

describe('the detail network', () => {
  // Channel, row, column, and the value that PyTorch computes with training/detail/network.py.
  const flowInPyTorch = [
    [0, 0, 0, -0.2782],
    [1, 0, 0, -0.97709],
    [0, 10, 20, -0.2301],
    [1, 21, 33, -6.91261],
    [0, 43, 67, 0.23123],
    [1, 30, 5, -8.09917],
    [0, 25, 60, 0.03571],
  ];
  // Of the last of its four channels; the others correct the drawn color.
  const visibilityInPyTorch = [
    [87, 135, 3.49778],
    [44, 68, 4.20766],
    [10, 99, 3.44289],
  ];

  test('computes what PyTorch computes, for each frame of a batch', async () => {
    const network = await detailNetwork();
    const crop = pattern(0, 1, [0, 96, 0, 96]);
    const face = new Tensor('float32', Float32Array.from([...crop, ...crop]), [1, 6, 96, 96]);
    const biasMaps = await network.portrait.run({ face });
    expect(Object.keys(biasMaps).sort()).toEqual(Object.values(detailBiasMaps).sort());

    const window = [52, 96, 14, 82] as const;
    const drawn = Float32Array.from([...pattern(0, 1, window), ...pattern(0.1, 1.05, window)]);
    const found = await network.frames.run({
      ...biasMaps,
      face,
      drawn: new Tensor('float32', drawn, [2, 3, 44, 68]),
    });
    const [flow, visibility] = [numbers(found[network.flow]), numbers(found[network.visibility])];
    for (const [channel = 0, y = 0, x = 0, value = NaN] of flowInPyTorch)
      expect(flow[((2 + channel) * 44 + y) * 68 + x]).toBeCloseTo(value, 3);
    for (const [y = 0, x = 0, value = NaN] of visibilityInPyTorch)
      expect(visibility[(88 + y) * 136 + x]).toBeCloseTo(value, 3);
  });

  test('hardly moves a portrait whose mouth was drawn as it is', async () => {
    const network = await detailNetwork();
    const crop = pattern(0, 1, [0, 96, 0, 96]);
    const face = new Tensor('float32', Float32Array.from([...crop, ...crop]), [1, 6, 96, 96]);
    const drawn = new Tensor('float32', pattern(0, 1, [52, 96, 14, 82]), [1, 3, 44, 68]);
    const found = await network.frames.run({ ...(await network.portrait.run({ face })), face, drawn });
    expect(Math.max(...numbers(found[network.flow]).map(Math.abs))).toBeLessThan(0.5);
  });
});
