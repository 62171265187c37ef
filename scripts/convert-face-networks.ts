import { createRequire } from 'node:module';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  anchorCount,
  detectorFile,
  detectorGrids,
  meshFile,
} from '../function/render/face/detection/face-networks.js';
import {
  convertGraphModel,
  type WantedValues,
} from '../function/render/model/graph-model/convert-graph-model.js';
import { readGraphModel } from '../function/render/model/graph-model/graph-model.js';
import { encodeModel } from '../function/render/model/onnx/onnx.js';
import { replaceFile } from '../storage/files/replace-file.js';

/*
 * Part of `npm run build`: converts the networks that find faces, from the TensorFlow.js models in
 * `@vladmandic/human` to ONNX files beside the compiled code. That package is not needed afterwards.
 */

const require = createRequire(import.meta.url);
const models = path.join(path.dirname(require.resolve('@vladmandic/human')), '..', 'models');
const [finer, coarser] = detectorGrids.map(anchorCount);

await convert('blazeface', detectorFile, 'picture', {
  scores16: { node: 'Identity', shape: [1, finer ?? 0, 1] },
  scores32: { node: 'Identity_1', shape: [1, coarser ?? 0, 1] },
  boxes16: { node: 'Identity_2', shape: [1, finer ?? 0, 16] },
  boxes32: { node: 'Identity_3', shape: [1, coarser ?? 0, 16] },
});
await convert('facemesh', meshFile, 'face', {
  presence: { node: 'Identity_1', shape: [1, 1] },
  mesh: { node: 'Identity_2', shape: [1, 1404] },
});

async function convert(
  name: string,
  file: string,
  picture: string,
  outputs: WantedValues['outputs'],
): Promise<void> {
  const model = await readGraphModel(path.join(models, `${name}.json`));
  await mkdir(path.dirname(file), { recursive: true });
  const bytes = encodeModel(convertGraphModel(name, model, { picture, outputs }));
  // Tests may read the file of an earlier build at the same time.
  await replaceFile(file, (unfinished) => writeFile(unfinished, bytes));
}
