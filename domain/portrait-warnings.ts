import { z } from 'zod';

/** Why a portrait that is accepted may speak poorly: a closed list. */
export const portraitWarningCode = z.enum([
  'mouth_covered',
  'mouth_open',
  'lips_pursed',
  'lips_hidden',
  'pixel_art',
  'face_drawn',
  'face_not_human',
  'faces_in_background',
  'eyes_not_found',
]);
export type PortraitWarningCode = z.infer<typeof portraitWarningCode>;

/** What each warning means, and what to do. */
export const portraitWarningTexts: Readonly<Record<PortraitWarningCode, string>> = {
  mouth_covered: 'Something seems to cover the mouth. Use a picture that shows the lips.',
  mouth_open: 'The mouth is too wide open to be closed well. Use a picture with closed lips.',
  lips_pursed: 'The lips are pursed, and blur when they open. Use a picture with relaxed lips.',
  lips_hidden:
    'A moustache hangs over the upper lip, so that small openings of the mouth are hidden. Use a picture that shows both lips.',
  pixel_art:
    'The picture is drawn in large pixels, which the moving mouth blurs. Use a picture of higher resolution.',
  face_drawn:
    'The face looks drawn in flat colors, and its mouth becomes softer than its lines. Use a shaded picture.',
  face_not_human:
    'The face seems to have fur. The mouth of an animal is drawn like that of a person. Use a picture of a person.',
  faces_in_background: 'The picture shows other, smaller faces. Only the largest one speaks.',
  eyes_not_found:
    'No two open eyes were found, so the portrait does not blink. Use a picture that shows both eyes, without glare on glasses.',
};

/** A warning as clients get it. */
export const portraitWarning = z.object({
  code: portraitWarningCode.describe('From the closed list of warnings'),
  message: z.string().describe('What may look wrong, and what to do'),
});

/** The `warnings` of an answer or an event; nothing without warnings. */
export function describeWarnings(codes: readonly PortraitWarningCode[] = []): {
  readonly warnings?: z.infer<typeof portraitWarning>[];
} {
  if (codes.length === 0) return {};
  return { warnings: codes.map((code) => ({ code, message: portraitWarningTexts[code] })) };
}
