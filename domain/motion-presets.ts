/** How much a portrait moves; each 0..1. */
export interface MotionStrengths {
  readonly blink: number;
  readonly head: number;
  readonly breath: number;
}

export const motionPresetNames = ['still', 'blink', 'alive'] as const;
export type MotionPreset = (typeof motionPresetNames)[number];

/** What a request asks for: a preset, or strengths; those that are absent are 0. */
export type MotionChoice = MotionPreset | { readonly [part in keyof MotionStrengths]?: number | undefined };

const presets: Readonly<Record<MotionPreset, MotionStrengths>> = {
  still: { blink: 0, head: 0, breath: 0 },
  blink: { blink: 1, head: 0, breath: 0 },
  alive: { blink: 1, head: 1, breath: 1 },
};

/**
 * The strengths that a render uses.
 * @param standard `MOTION`, for requests that do not say
 * @returns undefined if neither asks for motion, so that the result does not mention it
 */
export function motionStrengths(
  asked: MotionChoice | undefined,
  standard: MotionPreset,
): MotionStrengths | undefined {
  if (asked === undefined && standard === 'still') return undefined;
  const choice = asked ?? standard;
  if (typeof choice === 'string') return presets[choice];
  const { blink = 0, head = 0, breath = 0 } = choice;
  return { blink, head, breath };
}
