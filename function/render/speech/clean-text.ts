/** Characters that are not spoken and that break engines: controls, and marks of formatting. */
const invisible = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu;
const pictures =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u{fe0e}\u{fe0f}\u{20e3}]/gu;
/** Brackets that engines may interpret as markup for pauses, emphasis, or phonemes. */
const markup = /[<>[\]{}]+/g;

/**
 * Normalizes a text for captions: composed characters, and none that are invisible. A line break inside a
 * sentence, as in e-mail, becomes a space.
 */
export function cleanText(text: string): string {
  return joinLines(cleanLines(text));
}

/** The same, with all line breaks: Markdown needs them. */
export function cleanLines(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u2028\v\f]/g, '\n')
    .replace(/\u2029/g, '\n\n')
    .replace(invisible, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}

/** Replaces line breaks inside a sentence, also before marks that are skipped. The length stays the same. */
export function joinLines(text: string): string {
  return text.replace(/(?<![\n\ue003])\n(?=\u2060*\p{Ll})/gu, ' ');
}

/**
 * Prepares a sentence for an engine: without emoji, and without brackets that an engine could interpret as
 * markup, so that only the words in markup are spoken.
 */
export function spokenText(sentence: string): string {
  return sentence
    .replace(pictures, ' ')
    .replace(/(?<!\u200d)\u200d+(?=\s|$)/g, '')
    .replace(markup, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
