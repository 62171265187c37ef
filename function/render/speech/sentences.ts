import { isSpeakable } from '../../../domain/check-text.js';
import { spokenText } from './clean-text.js';

/** The boundary after a piece of a text, which determines the pause. */
export type Break = 'clause' | 'sentence' | 'paragraph';

/** A piece of a text that is spoken in one call. */
export interface Sentence {
  /** As written. */
  readonly text: string;
  readonly spoken: string;
  readonly break: Break;
}

type Piece = Pick<Sentence, 'text' | 'break'>;

/** Longer sentences are split: engines lose quality, and the sound is held in memory. */
const maxLength = 300;

/** A period after one of these does not end a sentence. */
const abbreviation =
  /(?:^|[\s(])(?:\p{Lu}|(?:\p{L}\.)+\p{L}|Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Hon|Sr|Jr|St|Mt|Ft|Gen|Col|Capt|Lt|Sgt|Gov|Sen|Rep|Pres|No|Nos|Vol|Fig|Inc|Ltd|Co|Corp|vs|etc|approx|dept|est|e\.g|i\.e|cf|al|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Nr|Bd|Str|Hr|Fr|usw|bzw|ca)\.\s*$/u;

/**
 * Cuts a text into sentences, and long sentences at the ends of clauses, or else of words. Pieces with
 * nothing to say join the one before, so that no character of the text is lost.
 * @param text as `cleanText` returns it
 * @param language BCP 47
 */
export function splitSentences(text: string, language = 'en'): Sentence[] {
  const pieces = text.split(/\n{2,}/).flatMap((paragraph) => cutParagraph(paragraph, language));
  const sentences: { readonly texts: string[]; readonly spoken: string; break: Break }[] = [];
  const leading: string[] = [];
  for (const piece of pieces) {
    const last = sentences.at(-1);
    if (isSpeakable(spokenText(piece.text))) {
      const written = [...leading.splice(0), piece.text].join(' ');
      sentences.push({ texts: [written], spoken: spokenText(written), break: piece.break });
    } else if (last) {
      last.texts.push(piece.text);
      if (piece.break === 'paragraph') last.break = piece.break;
    } else {
      leading.push(piece.text);
    }
  }
  return sentences.map(({ texts, ...sentence }) => ({ text: oneLine(texts.join(' ')), ...sentence }));
}

function cutParagraph(text: string, language: string): Piece[] {
  const pieces = joinedAbbreviations(segments(text, language)).flatMap(cutLong);
  const last = pieces.at(-1);
  return last ? [...pieces.slice(0, -1), { ...last, break: 'paragraph' }] : [];
}

function segments(text: string, language: string): string[] {
  const segmenter = new Intl.Segmenter(supported(language), { granularity: 'sentence' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** An invalid tag must not fail the job: the rules of most languages differ little. */
function supported(language: string): string {
  try {
    return Intl.Segmenter.supportedLocalesOf([language])[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function joinedAbbreviations(all: readonly string[]): string[] {
  const joined: string[] = [];
  for (const segment of all) {
    const last = joined.at(-1);
    if (last !== undefined && !last.includes('\n') && abbreviation.test(last))
      joined[joined.length - 1] = last + segment;
    else joined.push(segment);
  }
  return joined;
}

function cutLong(segment: string): Piece[] {
  const pieces: Piece[] = [];
  let rest = segment.trim();
  while (rest.length > maxLength) {
    const at = cutAt(rest);
    pieces.push({ text: rest.slice(0, at), break: 'clause' });
    rest = rest.slice(at).trimStart();
  }
  return [...pieces, { text: rest, break: 'sentence' }];
}

/** Finds where to split a text that is too long: after the last clause, or word, that is not too early. */
function cutAt(text: string): number {
  const head = text.slice(0, maxLength);
  for (const boundary of [/[,;:،、，；：—–](?=\s|\p{Lo}|$)/gu, /\s/gu]) {
    const last = Array.from(head.matchAll(boundary), ({ index }) => index + 1).at(-1) ?? 0;
    if (last > maxLength / 4) return last;
  }
  // Half of a surrogate pair is not a character.
  return /[\uD800-\uDBFF]$/.test(head) ? maxLength - 1 : maxLength;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
