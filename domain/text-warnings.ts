import { z } from 'zod';

/** Why a text is not spoken as it was written: a closed list. */
export const textWarningCode = z.enum(['letters_skipped', 'markup_skipped']);
export type TextWarningCode = z.infer<typeof textWarningCode>;

/** What each warning means, and what to do. */
export const textWarningTexts: Readonly<Record<TextWarningCode, string>> = {
  letters_skipped:
    'The text has letters of another script, which the embedded voices cannot say. They were skipped. Use a voice of a speech server (SPEECH_URL) for them.',
  markup_skipped:
    'The text has SSML that the voice does not follow. It was skipped; break, say-as, sub, p, and s are followed.',
};
