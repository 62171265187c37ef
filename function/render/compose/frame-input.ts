import type { Pose } from '../motion/pose.js';
import type { DrawnMouths } from '../portrait/drawn-mouths.js';

/** What the compositor draws: the pose of a frame, and its mouth unless it is at rest. */
export interface FrameInput {
  readonly pose: Pose;
  readonly mouth?: MouthInput | undefined;
}

/** The mouth of one frame. */
export interface MouthInput extends DrawnMouths {
  /** How far the mouth moves: 1 as it was drawn; with detail 0..2, else 0..1. */
  readonly strength: number;
  /** −1 with rounded lips … 1 with spread ones; 0 by default. */
  readonly spread?: number | undefined;
  /** How much further than it was drawn the mouth opens, before its strength; 1 by default. */
  readonly emphasis?: number | undefined;
}
