import type { FaceContours } from '../../face/face-contours.js';
import type { OwnTeeth } from '../../portrait/inside/own-teeth.js';
import type { Tone } from '../../picture/tone.js';

/** What a mouth looks like inside, and how its jaw moves. */
export interface MouthLook {
  readonly contours: FaceContours;
  readonly tone: Tone;
  /** `[2, 44, 68]`: the motion of a mouth that is drawn wide open. */
  readonly wideMotion: Float32Array;
  /** The teeth that the portrait shows itself. */
  readonly teeth?: OwnTeeth | undefined;
}
