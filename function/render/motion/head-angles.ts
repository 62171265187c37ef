/** Where the head points, in degrees; the signs are those of a pose. */
export interface HeadAngles {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

export const straight: HeadAngles = { yaw: 0, pitch: 0, roll: 0 };

/** Linear interpolation of each angle; `share` 0 is `from`, 1 is `to`. */
export function between(from: HeadAngles, to: HeadAngles, share: number): HeadAngles {
  const mixed = (a: number, b: number) => a + (b - a) * share;
  return {
    yaw: mixed(from.yaw, to.yaw),
    pitch: mixed(from.pitch, to.pitch),
    roll: mixed(from.roll, to.roll),
  };
}

/** The largest change among the three angles. */
export function distance(from: HeadAngles, to: HeadAngles): number {
  return Math.max(
    Math.abs(to.yaw - from.yaw),
    Math.abs(to.pitch - from.pitch),
    Math.abs(to.roll - from.roll),
  );
}
