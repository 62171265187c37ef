import { marks, wordsBetween, type PlainText } from './normalize/plain-text.js';

/** Longer sentences are split: engines lose quality, and the sound is held in memory. */
const maxLength = 300;
/** The limit of the words that are spoken, which numbers and signs make longer. */
export const maxSpokenLength = 900;

interface Range {
  readonly start: number;
  readonly end: number;
  readonly break: 'clause' | 'sentence' | 'paragraph';
  readonly pauseSeconds?: number;
}

/**
 * Cuts a piece of a text that is too long as it is written, or as it is spoken.
 * @param say writes words as they are spoken
 */
export function cutLong(
  range: Range,
  plain: PlainText,
  say: (words: string) => string,
  limit = maxLength,
): (Range & { spoken: string })[] {
  const places = placesOfWords(plain, range);
  const letters = places.map((at) => plain.text.charAt(at)).join('');
  const pieces: (Range & { spoken: string })[] = [];
  let from = 0;
  for (;;) {
    while (/\s/.test(letters.charAt(from))) from++;
    const isLast = letters.length - from <= limit;
    const to = isLast ? letters.length : from + cutAt(letters.slice(from, from + limit), limit);
    const start = from === 0 || pieces.length === 0 ? range.start : (places[from] ?? range.end);
    const end = isLast ? range.end : (places[to] ?? range.end);
    const piece = { ...range, start, end, break: isLast ? range.break : ('clause' as const) };
    const own = isLast ? piece : withoutPause(piece);
    const spoken = say(wordsBetween(plain, start, end));
    if (spoken.length > maxSpokenLength && to - from > 1)
      pieces.push(...cutLong(own, plain, say, Math.ceil((to - from) / 2)));
    else pieces.push({ ...own, spoken: spoken.slice(0, maxSpokenLength) });
    if (isLast) return pieces;
    from = to;
  }
}

function withoutPause({ start, end, break: kind }: Range): Range {
  return { start, end, break: kind };
}

function placesOfWords({ text }: PlainText, { start, end }: Range): number[] {
  const places: number[] = [];
  for (let at = start; at < end; at++) if (text.charAt(at) !== marks.skip) places.push(at);
  return places;
}

/** Finds where to split a text that is too long: after the last clause, or word, that is not too early. */
function cutAt(head: string, limit: number): number {
  for (const boundary of [/[,;:،、，；：—–](?=\s|\p{Lo}|$)/gu, /\s/gu]) {
    const last = Array.from(head.matchAll(boundary), ({ index }) => index + 1).at(-1) ?? 0;
    if (last > limit / 4) return last;
  }
  // Half of a surrogate pair is not a character.
  return limit > 1 && /[\uD800-\uDBFF]$/.test(head) ? limit - 1 : limit;
}
