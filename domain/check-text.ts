import { RenderError } from '../errors/render-error.js';

/** Whether a text has anything to say: a letter or a digit of any script. */
export function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/**
 * Checks a text that is to be spoken.
 * @throws RenderError `text_empty`, `text_too_long`; the messages do not repeat the text
 */
export function checkText(
  text: string,
  { TEXT_MAX_CHARACTERS: limit }: { readonly TEXT_MAX_CHARACTERS: number },
): void {
  const characters = Array.from(text).length;
  if (characters > limit) {
    throw new RenderError(
      'text_too_long',
      `The text has ${String(characters)} characters; the limit is ${String(limit)}. Use a shorter text or raise TEXT_MAX_CHARACTERS.`,
      { details: { characters, limit } },
    );
  }
  if (isSpeakable(text)) return;
  throw new RenderError(
    'text_empty',
    'The text has no letters or digits. Write what the portrait should say.',
  );
}
