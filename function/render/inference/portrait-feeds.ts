import { Tensor } from 'onnxruntime-node';
import type { PortraitTensors } from '../portrait/portrait-tensors.js';

/** A portrait as inputs of the frames graph, with and without detail, by name. */
export function portraitFeeds(portrait: PortraitTensors): Readonly<Record<string, Tensor>> {
  const { width, height, rowMatrix, columnMatrix, mask, basePatch, tone, detail } = portrait;
  const rows = (matrix: Float32Array) => new Tensor('float32', matrix, [height, matrix.length / height]);
  const columns = (matrix: Float32Array) => new Tensor('float32', matrix, [matrix.length / width, width]);
  const sourceSize = [2 * height - 1, 2 * width - 1] as const;
  return {
    toneMatrix: new Tensor('float32', tone.matrix, [3, 3, 1, 1]),
    toneOffset: new Tensor('float32', tone.offset, [3]),
    mask: new Tensor('float32', mask, [1, 1, height, width]),
    rowMatrix: rows(rowMatrix),
    columnMatrix: columns(columnMatrix),
    basePatch: new Tensor('float32', basePatch, [1, 3, height, width]),
    detailRowMatrix: rows(detail.rowMatrix),
    detailColumnMatrix: columns(detail.columnMatrix),
    source: new Tensor('float32', detail.source, [1, 3, ...sourceSize]),
    grid: new Tensor('float32', detail.grid, [1, height, width, 2]),
    motionScale: new Tensor('float32', Float32Array.from(detail.motionScale), [2]),
  };
}
