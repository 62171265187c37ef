import { fromFrame, mouthFrame, toFrame } from '../face/mouth-frame.js';
import type { FaceContours } from '../face/face-contours.js';
import { smoothStep } from '../numeric/smooth-step.js';

/** How far what is seen at a place goes down with the jaw: 0 at rest … 1 like the chin. */
export type JawField = (x: number, y: number) => number;

/** How far the neck follows below the chin, in heights from the lower lip to the chin. */
const neck = 1.25;
/** The width over which the chin moves alike, and where the motion ends, relative to half of the jaw's. */
const [wide, end] = [0.5, 1.3] as const;

/**
 * The share of the jaw's way that each place of a portrait goes: it begins between the lips, is whole at
 * the chin, and returns to rest in the neck and before the ears, so that beard and cheeks follow.
 */
export function jawField({ lips, chin, jaw }: FaceContours): JawField {
  const corners = [lips.lowerInner[0], lips.lowerInner.at(-1)] as const;
  const middle = lips.lowerInner[Math.floor(lips.lowerInner.length / 2)];
  if (!corners[0] || !corners[1] || !middle) throw new RangeError('The lips have no corners.');
  const frame = mouthFrame(corners[0], corners[1]);
  const lip = toFrame(frame, middle)[1];
  const chinPlace = toFrame(frame, chin);
  const tall = Math.max(1, chinPlace[1] - lip);
  const across = jaw.map((place) => toFrame(frame, place)).filter(([, v]) => v > lip);
  const [left, right] = [Math.min(...across.map(([u]) => u)), Math.max(...across.map(([u]) => u))];
  const half = { left: Math.max(1, chinPlace[0] - left), right: Math.max(1, right - chinPlace[0]) };
  return (x, y) => {
    const [u, v] = toFrame(frame, [x, y]);
    const down = v - lip;
    if (down <= 0 || down >= (1 + neck) * tall) return 0;
    const aside = u - chinPlace[0] * Math.min(1, down / tall);
    const share = Math.abs(aside) / (aside < 0 ? half.left : half.right);
    const beyond = smoothStep(1.02 * tall, (1 + neck) * tall, down);
    return smoothStep(0, 0.8 * tall, down) * (1 - beyond) * (1 - smoothStep(wide, end, share));
  };
}

/** The direction in which the jaw goes down: that from the nose to the chin, of length 1. */
export function jawDirection({ lips }: FaceContours): readonly [x: number, y: number] {
  const [left, right] = [lips.lowerInner[0], lips.lowerInner.at(-1)];
  if (!left || !right) throw new RangeError('The lips have no corners.');
  const frame = mouthFrame(left, right);
  const [x, y] = fromFrame({ ...frame, origin: [0, 0] }, [0, 1]);
  return [x, y];
}
