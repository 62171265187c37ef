/**
 * A text without its markup. It has the length of the written text, so that a place in one is the same
 * place in the other: captions show what was written.
 */
export interface PlainText {
  readonly text: string;
  /** Words for a place that has `marks.insert`. */
  readonly inserted: ReadonlyMap<number, string>;
  /** Seconds of silence for a place that has `marks.pause`. */
  readonly pauses: ReadonlyMap<number, number>;
  /** Whether markup was skipped that would change how the text sounds. */
  readonly skipsMarkup: boolean;
}

/** Characters with a meaning of their own; `cleanText` removes them from what clients send. */
export const marks = {
  /** In place of markup. A segmenter of sentences ignores it. */
  skip: '\u2060',
  insert: '\ue000',
  /** An asterisk that multiplies. */
  star: '\ue001',
  pause: '\ue002',
  /** The end of a line that also ends a sentence. */
  hardBreak: '\ue003',
} as const;

/** A text that has no markup, or whose markup is not interpreted. */
export function withoutMarkup(text: string): PlainText {
  return { text, inserted: new Map(), pauses: new Map(), skipsMarkup: false };
}

/** Returns the words between two places: without marks, and with what is inserted. */
export function wordsBetween({ text, inserted }: PlainText, from: number, to: number): string {
  const words: string[] = [];
  for (let at = from; at < to; at++) {
    const character = text.charAt(at);
    if (character === marks.skip) continue;
    if (character === marks.insert) words.push(` ${inserted.get(at) ?? ''} `);
    else if (character === marks.star) words.push('*');
    else words.push(character === marks.pause || character === marks.hardBreak ? ' ' : character);
  }
  return words.join('');
}
