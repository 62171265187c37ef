import { faceChannels, faceSize } from '../face/face-geometry.js';
import { toneOf } from '../picture/tone.js';
import type { PortraitTensors } from '../portrait/portrait-tensors.js';

/** A portrait without a face, for runs whose result is discarded. */
export function warmUpPortrait(): PortraitTensors {
  return {
    crop: new Float32Array(faceChannels * faceSize * faceSize),
    tone: toneOf(new Float32Array(3 * faceSize * faceSize)),
  };
}
