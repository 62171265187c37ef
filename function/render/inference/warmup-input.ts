import { computedWindow, faceChannels, faceSize } from '../face/face-geometry.js';
import { spanLength } from '../picture/geometry.js';
import { detailTensors } from '../portrait/detail-tensors.js';
import { toneOf } from '../picture/tone.js';
import type { PortraitTensors } from '../portrait/portrait-tensors.js';

const side = 2;

/** A portrait without a face and with the smallest patch, for runs whose result is discarded. */
export function warmUpPortrait(): PortraitTensors {
  const { rows, columns } = computedWindow;
  const area = { x: 0, y: 0, width: side, height: side };
  const basePatch = new Float32Array(3 * side * side);
  return {
    width: side,
    height: side,
    crop: new Float32Array(faceChannels * faceSize * faceSize),
    rowMatrix: new Float32Array(side * spanLength(rows)),
    columnMatrix: new Float32Array(spanLength(columns) * side),
    mask: new Float32Array(side * side),
    basePatch,
    tone: toneOf(new Float32Array(3 * faceSize * faceSize)),
    detail: detailTensors(basePatch, area, area),
  };
}
