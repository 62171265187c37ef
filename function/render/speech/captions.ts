import type { SentenceTimes } from './speak-text.js';

/** A caption: one or two lines, and when they are shown. */
export interface Cue {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

const maxLineLength = 42;
const maxLines = 2;
/** How far from its estimated time a boundary may move to a pause, in seconds. */
const pauseReach = 0.7;

/** Writes the captions of a spoken text as WebVTT. */
export function captionsVtt(sentences: readonly SentenceTimes[]): string {
  const cues = captionCues(sentences).map(
    ({ start, end, lines }) =>
      `${timestamp(start)} --> ${timestamp(end)}\n${lines.map(escaped).join('\n')}\n`,
  );
  return ['WEBVTT\n', ...cues].join('\n');
}

/** Cuts sentences into cues; no cue has words of two sentences. */
export function captionCues(sentences: readonly SentenceTimes[]): Cue[] {
  return sentences.flatMap((sentence) => {
    const pieces = packLines(sentence.text);
    const letters = pieces.map((lines) => spokenLength(lines.join(' ')));
    const total = letters.reduce((sum, count) => sum + count, 0);
    let start = sentence.start;
    let spoken = 0;
    return pieces.map((lines, i) => {
      spoken += letters[i] ?? 0;
      const isLast = i === pieces.length - 1;
      const end = isLast
        ? sentence.end
        : Math.max(start, boundary(sentence, spoken / total, endsClause(lines)));
      const cue = { start, end, lines };
      start = end;
      return cue;
    });
  });
}

/** Estimates when a share of a sentence has been spoken. */
function boundary(
  { start, end, soundEnds, pauses }: SentenceTimes,
  share: number,
  isClause: boolean,
): number {
  const estimate =
    soundEnds && soundEnds.length > 0
      ? (soundEnds[Math.max(0, Math.round(share * soundEnds.length) - 1)] ?? end)
      : start + share * (end - start);
  if (!isClause) return estimate;
  const near = pauses
    .filter((pause) => Math.abs(pause.start - estimate) < pauseReach)
    .sort((a, b) => Math.abs(a.start - estimate) - Math.abs(b.start - estimate))[0];
  return near ? (near.start + near.end) / 2 : estimate;
}

/** The lines of each cue: as few cues as possible that end where clauses do, of as few lines as possible. */
function packLines(text: string): string[][] {
  const pieces: string[][] = [];
  let current: string[] = [];
  for (const clause of splitClauses(text)) {
    const joined = wrap([...current, clause].join(' '));
    if (joined.length <= maxLines) {
      current = [[...current, clause].join(' ')];
      continue;
    }
    if (current.length > 0) pieces.push(...chunk(wrap(current.join(' '))));
    current = [clause];
  }
  return [...pieces, ...chunk(wrap(current.join(' ')))];
}

function splitClauses(text: string): string[] {
  return text.split(/(?<=[,;:،；：—–])\s+|(?<=[、，；：])/u).filter((clause) => clause !== '');
}

function chunk(lines: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(lines.length / maxLines) }, (_, i) =>
    lines.slice(i * maxLines, (i + 1) * maxLines),
  );
}

/** Breaks a text into lines at spaces; longer words, and scripts without spaces, anywhere. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap(cutWord)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (Array.from(longer).length <= maxLineLength) line = longer;
    else {
      if (line !== '') lines.push(line);
      line = word;
    }
  }
  return line === '' ? lines : [...lines, line];
}

function cutWord(word: string): string[] {
  const letters = Array.from(word);
  if (letters.length <= maxLineLength) return [word];
  return Array.from({ length: Math.ceil(letters.length / maxLineLength) }, (_, i) =>
    letters.slice(i * maxLineLength, (i + 1) * maxLineLength).join(''),
  );
}

function endsClause(lines: readonly string[]): boolean {
  return /[,;:،、，；：—–]$/u.test(lines.at(-1) ?? '');
}

function spokenLength(text: string): number {
  return Math.max(1, text.replace(/[^\p{L}\p{N}]/gu, '').length);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function timestamp(seconds: number): string {
  const ms = Math.round(seconds * 1000);
  const part = (value: number, digits: number) => String(value).padStart(digits, '0');
  const clock = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60];
  return `${clock.map((value) => part(value, 2)).join(':')}.${part(ms % 1000, 3)}`;
}
