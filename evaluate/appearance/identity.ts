import { createRequire } from 'node:module';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunNetwork } from '../../function/render/gpu/network-run.js';
import { convertGraphModel } from '../../function/render/model/graph-model/convert-graph-model.js';
import { readGraphModel } from '../../function/render/model/graph-model/graph-model.js';
import { encodeModel } from '../../function/render/model/onnx/onnx.js';
import type { Picture } from '../../function/render/picture/decode-picture.js';
import type { Rectangle } from '../../function/render/picture/geometry.js';
import { rawPicture } from '../../function/render/picture/raw-picture.js';

/** Side of the network's input, and numbers of an embedding. */
const [side, embeddingSize] = [224, 1024] as const;
/** Around the face box, relative to its size. */
const margin = 0.1;

/**
 * Converts `faceres` of the package `@vladmandic/human`, which describes whose face a picture shows, to ONNX.
 * @returns the file, in the folder
 */
export async function convertIdentityNetwork(folder: string): Promise<string> {
  const require = createRequire(import.meta.url);
  const models = path.join(path.dirname(require.resolve('@vladmandic/human')), '..', 'models');
  const model = await readGraphModel(path.join(models, 'faceres.json'));
  const outputs = { embedding: { node: 'global_pooling/Mean', shape: [1, embeddingSize] } };
  const file = path.join(folder, 'faceres.onnx');
  await writeFile(file, encodeModel(convertGraphModel('faceres', model, { picture: 'face', outputs })));
  return file;
}

/** Describes the face in a box. @param file of {@link convertIdentityNetwork} @returns `[1024]` */
export async function faceEmbedding(
  { rgb, width, height }: Picture,
  box: Rectangle,
  file: string,
  run: RunNetwork,
): Promise<Float32Array> {
  const left = Math.max(0, Math.round(box.x - margin * box.width));
  const top = Math.max(0, Math.round(box.y - margin * box.height));
  const size = {
    width: Math.min(width - left, Math.round((1 + 2 * margin) * box.width)),
    height: Math.min(height - top, Math.round((1 + 2 * margin) * box.height)),
  };
  const pixels = await rawPicture({ rgb, width, height })
    .extract({ left, top, ...size })
    .resize(side, side, { fit: 'fill' })
    .raw()
    .toBuffer();
  const plane = side * side;
  // From interleaved bytes to planes.
  const values = Float32Array.from(
    { length: 3 * plane },
    (_, at) => pixels[3 * (at % plane) + Math.floor(at / plane)] ?? 0,
  );
  const { embedding } = await run({ file, inputs: { face: { values, shape: [1, 3, side, side] } } });
  if (!embedding) throw new RangeError(`${file} has other outputs`);
  return embedding;
}

/** The cosine of the angle between two embeddings: 1 for the same face. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [both, ours, theirs] = [0, 0, 0];
  for (const [at, value] of a.entries()) {
    const other = b[at] ?? 0;
    both += value * other;
    ours += value * value;
    theirs += other * other;
  }
  return both / Math.sqrt(ours * theirs);
}
