/** How much a portrait moves; each 0..1. */
export interface Motion {
  /** Share of the natural number of blinks; each blink closes the lids completely. */
  readonly blink: number;
  /** Scales the angles of the head. */
  readonly head: number;
  /** Scales the lift of a breath. */
  readonly breath: number;
}

/** Whether anything but the mouth moves. */
export function isMoving(motion: Motion | undefined): motion is Motion {
  return motion !== undefined && (motion.blink > 0 || motion.head > 0 || motion.breath > 0);
}
