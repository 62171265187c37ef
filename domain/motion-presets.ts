/** How much a portrait moves besides its mouth; each 0..1. */
export interface MotionStrengths {
  /** Share of the natural number of blinks; each blink closes the lids completely. */
  readonly blink: number;
  /** Scales the angles of the head. */
  readonly head: number;
  /** Scales the lift of a breath. */
  readonly breath: number;
}

export const motionPresetNames = ['still', 'blink', 'alive'] as const;
export type MotionPreset = (typeof motionPresetNames)[number];

const presets: Readonly<Record<MotionPreset, MotionStrengths>> = {
  still: { blink: 0, head: 0, breath: 0 },
  blink: { blink: 1, head: 0, breath: 0 },
  alive: { blink: 1, head: 1, breath: 1 },
};

/**
 * Returns the strengths that a render uses.
 * @param requested a preset, or strengths, of which absent ones are 0
 * @param standard `MOTION`, for requests without motion
 * @returns undefined if neither asks for motion, so that the result does not mention it
 */
export function motionStrengths(
  requested: MotionPreset | { readonly [part in keyof MotionStrengths]?: number | undefined } | undefined,
  standard: MotionPreset,
): MotionStrengths | undefined {
  if (requested === undefined && standard === 'still') return undefined;
  const motion = requested ?? standard;
  if (typeof motion === 'string') return presets[motion];
  const { blink = 0, head = 0, breath = 0 } = motion;
  return { blink, head, breath };
}

/** Whether anything but the mouth moves. */
export function isMoving(motion: MotionStrengths | undefined): motion is MotionStrengths {
  return motion !== undefined && (motion.blink > 0 || motion.head > 0 || motion.breath > 0);
}
