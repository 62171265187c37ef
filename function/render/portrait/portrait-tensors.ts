import type { DetailTensors } from './detail-tensors.js';
import type { Tone } from '../picture/tone.js';

/** The part of a `Portrait` that the network needs. */
export interface PortraitTensors {
  readonly width: number;
  readonly height: number;
  /** `[1, 6, 96, 96]` BGR 0..1 */
  readonly crop: Float32Array;
  /** `[height, rows]` */
  readonly rowMatrix: Float32Array;
  /** `[columns, width]` */
  readonly columnMatrix: Float32Array;
  /** `[height, width]`, 0..1 */
  readonly mask: Float32Array;
  /** `[3, height, width]` RGB 0..255 */
  readonly basePatch: Float32Array;
  readonly tone: Tone;
  readonly detail: DetailTensors;
}
