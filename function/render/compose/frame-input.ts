import type { Pose } from '../motion/pose.js';
import type { DrawnMouths } from '../portrait/drawn-mouths.js';
import type { LipMove } from './lips/lip-motion.js';

/** What the compositor draws: the pose of a frame, and its mouth unless it is at rest. */
export interface FrameInput {
  readonly pose: Pose;
  /** How far the jaw of a portrait without a mouth is down, in pixels; with a mouth, that opens it. */
  readonly jaw?: number;
  readonly mouth?: MouthInput | undefined;
}

/** The mouth of one frame, and how it is moved. */
export interface MouthInput extends DrawnMouths, LipMove {}
