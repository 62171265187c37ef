import { smoothStep } from '../../numeric/smooth-step.js';

/*
 * How much further a mouth opens than a network draws it. Networks that were trained on still heads open
 * mouths half as far as people do, and lose a part of what they were shown.
 */

/** At strength 1: the 95th percentile of the opening is then that of people. */
const openGain = 1.55;
/** What comes on top for small openings, which would else look closed beside wide ones. */
const smallGain = { more: 0.5, from: 0.03, to: 0.1 } as const;
/** The strength at which closed lips are closed as they were drawn. */
const closedStrength = 0.6;
/** Openings as they were drawn, in widths of the mouth: closed lips, and open ones. */
const [closedBelow, openAbove] = [0.0, 0.02] as const;
/** The opening at which growing slows down, and how much may come on top, for strengths 1 and 2. */
const slowFrom = { normal: 0.26, strong: 0.36 } as const;
const room = 0.1;

/**
 * The factor for a mouth's motion. Lips that were drawn closed are not pressed harder, and mouths that are
 * open wide are not torn.
 * @param opening of the mouth as it was drawn, in widths of the mouth
 * @param strength 0..2, how far the mouth should move: 1 as people's do
 */
export function mouthGain(opening: number, strength: number): number {
  const closed = Math.min(1, strength / closedStrength) + 0.2 * Math.max(0, strength - 1);
  const small = 1 - smoothStep(smallGain.from, smallGain.to, opening);
  const open = strength * (openGain + smallGain.more * small);
  const gain = closed + (open - closed) * smoothStep(closedBelow, openAbove, opening);
  const wide = opening * gain;
  const knee = slowFrom.normal + (slowFrom.strong - slowFrom.normal) * Math.max(0, strength - 1);
  if (wide <= knee) return gain;
  return Math.max(Math.min(1, strength), (knee + room * Math.tanh((wide - knee) / room)) / opening);
}
