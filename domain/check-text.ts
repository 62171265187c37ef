import { RenderError } from '../errors/render-error.js';
import { checkLetters } from './check-letters.js';

/** Whether a text has anything to say: a letter or a digit of any script. */
export function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/**
 * Checks a text that is to be spoken. Without a speech server, an embedded voice speaks it.
 * @throws RenderError `text_empty`, `text_too_long`, `language_unsupported`; the messages do not repeat the
 *   text
 */
export function checkText(
  text: string,
  {
    TEXT_MAX_CHARACTERS: limit,
    SPEECH_URL,
  }: { readonly TEXT_MAX_CHARACTERS: number; readonly SPEECH_URL?: string | undefined },
): void {
  const characters = Array.from(text).length;
  if (characters > limit) {
    throw new RenderError(
      'text_too_long',
      `The text has ${String(characters)} characters; the limit is ${String(limit)}. Use a shorter text or raise TEXT_MAX_CHARACTERS.`,
      { details: { characters, limit } },
    );
  }
  if (!isSpeakable(text)) {
    throw new RenderError(
      'text_empty',
      'The text has no letters or digits. Write what the portrait should say.',
    );
  }
  if (SPEECH_URL === undefined) checkLetters(text);
}
