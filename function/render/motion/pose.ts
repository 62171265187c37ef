/** The pose of one frame, relative to the portrait's own. */
export interface Pose {
  /** Radians; positive: the nose moves to the picture's right. */
  readonly yaw: number;
  /** Radians; positive: the nose moves down, as in a nod. */
  readonly pitch: number;
  /** Radians; positive: clockwise in the picture. */
  readonly roll: number;
  /** 0 open as in the portrait … 1 closed. */
  readonly lids: number;
  /** 0..1, share of the highest lift of a breath. */
  readonly breath: number;
}

/** The portrait's own pose. */
export const poseAtRest: Pose = { yaw: 0, pitch: 0, roll: 0, lids: 0, breath: 0 };
