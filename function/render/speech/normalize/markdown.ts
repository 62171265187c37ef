import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { marks } from './plain-text.js';

/** Indented code and definitions of references are common in texts that are not Markdown. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
  .disable(['code', 'reference'])
  .disable(['text_join']);

/** Asterisks between factors would be emphasis. */
const factors = /(?<=\d)\*(?=\d)|(?<=[\p{L}\p{N})])\*\*(?=\d)/gu;
const footnotes = /\[\^[^\]\n]{1,40}\]/g;
const checkbox = /^\[[ xX]\] /;

/**
 * Takes the marks of Markdown out of a text, and decodes its entities.
 * @returns a text of the same length
 */
export function withoutMarkdown(written: string): string {
  const source = written
    .replace(factors, (stars) => marks.star.repeat(stars.length))
    .replace(footnotes, (note) => marks.skip.repeat(note.length));
  const copy = new Copy(source);
  let isItem = false;
  for (const token of markdown.parse(source, {})) {
    if (token.type === 'list_item_open') {
      isItem = true;
      copy.startBlock();
      if (token.info !== '' && !copy.copyNumber(token.info)) return source;
    } else if (token.type === 'th_open' || token.type === 'td_open') copy.startCell();
    else if (token.type === 'inline') {
      copy.startBlock();
      const children = flat(token.children ?? []);
      const first = children[0];
      if (isItem && first?.type === 'text') first.content = first.content.replace(checkbox, '');
      isItem = false;
      if (!children.every((child) => copyInline(copy, child))) return source;
    } else if (token.type === 'fence' || token.type === 'code_block') {
      copy.startBlock();
      if (!token.content.split('\n').every((line) => copy.copyText(line))) return source;
    }
  }
  const plain = copy.finish();
  return /[\p{L}\p{N}]/u.test(plain) ? plain : source;
}

function flat(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) => (token.type === 'image' ? (token.children ?? []) : [token]));
}

function copyInline(copy: Copy, { type, content, markup }: Token): boolean {
  if (type === 'text_special') return copy.copySpecial(markup, content);
  if (type === 'softbreak' || type === 'hardbreak') return copy.copyText('\n');
  return content === '' || copy.copyText(content);
}

/** What is copied of a text, in order; everything else becomes marks. */
class Copy {
  readonly #source: string;
  readonly #plain: string[];
  #at = 0;
  #separator: string = marks.skip;

  constructor(source: string) {
    this.#source = source;
    this.#plain = Array.from<string>({ length: source.length }).fill(marks.skip);
  }

  /** The next text does not continue the last one. */
  startBlock(): void {
    if (this.#separator !== ',') this.#separator = marks.hardBreak;
  }

  startCell(): void {
    this.#separator = ',';
  }

  copyText(text: string): boolean {
    if (text === '') return true;
    const found = this.#source.indexOf(text, this.#at);
    if (found < 0) return false;
    this.#skipTo(found);
    for (let i = 0; i < text.length; i++) this.#plain[found + i] = text.charAt(i);
    this.#at = found + text.length;
    return true;
  }

  /** An entity or an escaped character: shorter than it was written. */
  copySpecial(written: string, text: string): boolean {
    const found = this.#source.indexOf(written, this.#at);
    if (found < 0 || text.length > written.length) return false;
    this.#skipTo(found);
    for (let i = 0; i < text.length; i++)
      this.#plain[found + i] = text.charAt(i) === '\u00a0' ? ' ' : text.charAt(i);
    this.#at = found + written.length;
    return true;
  }

  /** The number of an item, which is read before it. */
  copyNumber(digits: string): boolean {
    if (!this.copyText(digits)) return false;
    this.#plain[this.#at] = ',';
    this.#at += 1;
    this.#separator = marks.skip;
    return true;
  }

  finish(): string {
    this.#skipTo(this.#source.length);
    return this.#plain.join('');
  }

  /** Keeps line breaks, of which two in a row end a paragraph, and ends a sentence between blocks. */
  #skipTo(end: number): void {
    const gap = this.#source.slice(this.#at, end);
    const lines = gap.indexOf('\n');
    if (this.#separator === ',' && lines < 0 && gap !== '') {
      // A comma alone would join the numbers of two cells.
      this.#plain[this.#at] = gap.length > 1 ? ',' : ';';
      if (gap.length > 1) this.#plain[this.#at + 1] = ' ';
    } else if (lines >= 0) {
      for (let i = lines; i < gap.length; i++) if (gap[i] === '\n') this.#plain[this.#at + i] = '\n';
      if (this.#separator !== marks.skip) this.#plain[this.#at + lines] = marks.hardBreak;
    }
    this.#separator = marks.skip;
  }
}
