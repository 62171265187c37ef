import type { Tone } from '../picture/tone.js';

/** The part of a `Portrait` that the networks need. */
export interface PortraitTensors {
  /** `[1, 6, 96, 96]` BGR 0..1 */
  readonly crop: Float32Array;
  readonly tone: Tone;
}
