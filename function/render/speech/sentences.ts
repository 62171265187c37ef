import { isSpeakable } from '../../../domain/check-text.js';
import { spokenText } from './clean-text.js';
import { cutLong } from './cut-long.js';
import { marks, withoutMarkup, type PlainText } from './normalize/plain-text.js';

/** The boundary after a piece of a text, which determines the pause. */
export type Break = 'clause' | 'sentence' | 'paragraph';

/** A piece of a text that is spoken in one call. */
export interface Sentence {
  /** As written. */
  readonly text: string;
  readonly spoken: string;
  readonly break: Break;
  /** A pause that the text asks for, instead of the usual one. */
  readonly pauseSeconds?: number;
}

/** How sentences are read: what is not markup, and its words. */
export interface Reading {
  readonly plain: PlainText;
  readonly say: (words: string) => string;
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly break: Break;
  readonly pauseSeconds?: number;
}

/** A period after one of these does not end a sentence. */
const abbreviation =
  /(?:^|[\s(])(?:\p{Lu}|(?:\p{L}\.)+\p{L}|Mr|Mrs|Ms|Mx|Messrs|Dr|Prof|Rev|Hon|Sr|Jr|St|Mt|Ft|Gen|Col|Capt|Lt|Sgt|Cpl|Pvt|Maj|Adm|Cmdr|Gov|Sen|Rep|Pres|No|Nos|Vol|Fig|Inc|Ltd|Co|Corp|vs|etc|approx|dept|est|e\.g|i\.e|cf|al|pp?|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Nr|Bd|Str|Hr|Fr|usw|bzw|ca|c|Rs|Re|kr)\.\s*$/u;
/** A period after one of these, before a number, does not end a sentence either. */
const beforeNumber =
  /(?:^|[\s(])(?:no|nos|vol|fig|figs|ch|sec|eq|ex|art|ext|min|max|avg|tel|Tel|Ch|Sec|Eq|Ext)\.\s*$/u;
/** The parts of a date such as 1. 4. 2026. */
const dayOfDate = /(?:^|\s)\d{1,2}\.\s*$/;
const restOfDate = /^\d{1,2}\.\s?\d{4}(?!\d)/;
const dayAndMonth = /(?:^|\s)\d{1,2}\.\s?\d{1,2}\.\s*$/;
/** A question mark inside a URL ends no sentence. */
const address = /(?:\/\/|www\.)[^\s]{1,200}[?!.]$/i;

/** One sentence in every language; a segmenter takes much longer to say so. */
const simple = /^[\w ,;:'-]*$/;

const maxPauseSeconds = 10;

/**
 * Cuts a text into sentences, and long sentences at the ends of clauses, or else of words. Pieces with
 * nothing to say join the one before, so that no character of the text is lost. What is spoken is never
 * longer than `maxLength` of `cut-long.ts`, whatever the text begins with.
 * @param text as `cleanText` returns it
 * @param language BCP 47
 */
export function splitSentences(
  text: string,
  language = 'en',
  { plain, say }: Reading = { plain: withoutMarkup(text), say: spokenText },
): Sentence[] {
  const segmenter = new Intl.Segmenter(supported(language), { granularity: 'sentence' });
  const pieces = paragraphs(plain.text).flatMap((paragraph) =>
    cutParagraph(plain, text, paragraph, segmenter),
  );
  const sentences: (Piece & { spoken: string })[] = [];
  for (const piece of pieces.flatMap((each) => cutLong(each, plain, say))) {
    const last = sentences.at(-1);
    if (isSpeakable(piece.spoken)) sentences.push(piece);
    else if (last) sentences[sentences.length - 1] = withEndOf(last, piece);
  }
  return sentences.map(({ start, spoken, break: kind, pauseSeconds }, i) => ({
    text: oneLine(text.slice(i === 0 ? 0 : start, sentences[i + 1]?.start)),
    spoken,
    break: kind,
    ...(pauseSeconds === undefined ? {} : { pauseSeconds }),
  }));
}

/** A piece with nothing to say only makes the pause longer. */
function withEndOf<P extends Piece>(last: P, piece: Piece): P {
  const asked = (last.pauseSeconds ?? 0) + (piece.pauseSeconds ?? 0);
  return {
    ...last,
    ...(piece.break === 'paragraph' && { break: piece.break }),
    ...(asked > 0 && { pauseSeconds: Math.min(maxPauseSeconds, asked) }),
  };
}

function paragraphs(text: string): [start: number, end: number][] {
  const all: [number, number][] = [];
  let start = 0;
  for (const { index, 0: gap } of text.matchAll(
    /\n[\n \u2060\ue003]*[\n\ue003]|\ue003\u2060*\n[\n \u2060\ue003]*/g,
  )) {
    all.push([start, index]);
    // Marks before the next words belong to its caption.
    start = index + Math.max(gap.lastIndexOf('\n'), gap.lastIndexOf(marks.hardBreak)) + 1;
  }
  return [...all, [start, text.length]];
}

function cutParagraph(
  plain: PlainText,
  written: string,
  [start, end]: readonly [number, number],
  segmenter: Intl.Segmenter,
): Piece[] {
  const pieces = parts(plain, written, start, end).flatMap((part) => {
    const segments = joinedSegments(plain.text.slice(part.start, part.end), part.start, segmenter);
    const last = segments.at(-1);
    return last ? [...segments.slice(0, -1), { ...last, ...part, start: last.start }] : [];
  });
  const last = pieces.at(-1);
  return last ? [...pieces.slice(0, -1), { ...last, break: 'paragraph' }] : [];
}

/** Parts of a paragraph between pauses and lines that end a sentence. */
function parts({ text, pauses }: PlainText, written: string, start: number, end: number): Piece[] {
  const all: Piece[] = [];
  let from = start;
  for (let at = start; at < end; at++) {
    const mark = text.charAt(at);
    if (mark !== marks.pause && mark !== marks.hardBreak) continue;
    const pauseSeconds = mark === marks.pause ? pauses.get(at) : undefined;
    // The mark of a tag that begins is at its first character, and of one that ends at its last.
    const next = written.charAt(at) === '>' ? at + 1 : at;
    all.push({
      start: from,
      end: next,
      break: 'sentence',
      ...(pauseSeconds !== undefined && { pauseSeconds }),
    });
    from = next;
  }
  return [...all, { start: from, end, break: 'sentence' }];
}

function joinedSegments(text: string, offset: number, segmenter: Intl.Segmenter): Piece[] {
  if (simple.test(text) || !isSpeakable(text))
    return [{ start: offset, end: offset + text.length, break: 'sentence' }];
  const joined: Piece[] = [];
  let last = '';
  for (const { segment, index } of segmenter.segment(text)) {
    const [start, end] = [offset + index, offset + index + segment.length];
    const previous = joined.at(-1);
    if (previous && continues(last, segment, text.slice(index, index + 12))) {
      joined[joined.length - 1] = { ...previous, end };
      last = (last + segment).slice(-lookBehind);
    } else {
      joined.push({ start, end, break: 'sentence' });
      last = segment.slice(-lookBehind);
    }
  }
  return joined;
}

/** Abbreviations and URLs are shorter. */
const lookBehind = 256;

function continues(last: string, segment: string, next: string): boolean {
  const words = last.replaceAll(marks.skip, '');
  if (words.includes('\n')) return false;
  if (segment.startsWith('=') && words.endsWith('!')) return true;
  if (/^\d/.test(segment)) {
    if (beforeNumber.test(words) || (dayOfDate.test(words) && restOfDate.test(next))) return true;
    if (dayAndMonth.test(words) && /^\d{4}(?!\d)/.test(next)) return true;
  }
  return abbreviation.test(words) || (/^[\w=/&%#?.-]/.test(segment) && address.test(words));
}

/** An invalid tag must not fail the job: the rules of most languages differ little. */
function supported(language: string): string {
  try {
    return Intl.Segmenter.supportedLocalesOf([language])[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
