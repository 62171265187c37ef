import { z } from 'zod';

const point = z.tuple([z.number(), z.number()]);
const line = z.array(point).min(3);

/** An eye: its rims, and the brow above it, each from the viewer's left to the right. */
const eye = z.object({ upper: line, lower: line, brow: line });

/** The contours of a face in pixels of the picture; each line runs from the viewer's left to the right. */
export const faceContoursSchema = z.object({
  /** The edges of both lips, from corner to corner. */
  lips: z.object({ upperOuter: line, upperInner: line, lowerInner: line, lowerOuter: line }),
  /** Just below the nose. */
  nose: point,
  /** The end of the chin. */
  chin: point,
  /** The edge of the face, from one ear over the chin to the other. */
  jaw: line,
  /** Two places on either cheek, between the mouth and the ear. */
  cheeks: z.object({ left: line, right: line }),
  /** The eye on the viewer's left, and the other one. */
  eyes: z.tuple([eye, eye]),
});

export type FaceContours = z.infer<typeof faceContoursSchema>;
export type EyeContours = z.infer<typeof eye>;

type Mapping = (place: readonly [number, number]) => [number, number];

/** Moves all points of the contours. */
export function mapContours(contours: FaceContours, moved: Mapping): FaceContours {
  const each = (points: readonly (readonly [number, number])[]) => points.map((place) => moved(place));
  const { lips, nose, chin, jaw, cheeks, eyes } = contours;
  const eyeOf = ({ upper, lower, brow }: EyeContours): EyeContours => ({
    upper: each(upper),
    lower: each(lower),
    brow: each(brow),
  });
  return {
    lips: {
      upperOuter: each(lips.upperOuter),
      upperInner: each(lips.upperInner),
      lowerInner: each(lips.lowerInner),
      lowerOuter: each(lips.lowerOuter),
    },
    nose: moved(nose),
    chin: moved(chin),
    jaw: each(jaw),
    cheeks: { left: each(cheeks.left), right: each(cheeks.right) },
    eyes: [eyeOf(eyes[0]), eyeOf(eyes[1])],
  };
}
