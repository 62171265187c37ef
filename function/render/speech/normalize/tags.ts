import { Parser } from 'htmlparser2';
import { marks, type PlainText } from './plain-text.js';
import { sayAs } from './say-as.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));
/** Tags that end a sentence. */
const blocks = words(
  'address article aside blockquote br caption dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre s section select table tbody tfoot thead tr ul',
);
const cells = words('td th');
const inline = words(
  'a abbr acronym b base bdi bdo big body button center cite code col colgroup data del details dfn em font head html i iframe img input ins kbd label legend link mark meta meter output picture progress q rp rt ruby samp script small source span strike strong style sub summary sup svg template textarea time title tt u var video wbr speak break say-as emphasis',
);
/** SSML that no engine here honors. */
const skipped = words('prosody voice lang phoneme audio desc par seq media w token lexicon metadata');
const hidden = words('script style head template svg');

/** Longer replacements are ignored, and what they replace is read. */
const maxAlias = 200;
const maxPauseSeconds = 10;
const strengths: Readonly<Record<string, number>> = {
  none: 0,
  'x-weak': 0.1,
  weak: 0.2,
  medium: 0.4,
  strong: 0.7,
  'x-strong': 1,
};

interface Open {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Takes the tags of HTML and SSML out of a text. Of SSML, `break`, `emphasis`, `say-as`, `sub`, `p`, and `s` are
 * interpreted: no engine here can stress a word, so emphasis is a short pause before it, and behind it if strong. What only looks like a tag is left.
 */
export function withoutTags(text: string): PlainText {
  const plain = text.split('');
  const inserted = new Map<number, string>();
  const pauses = new Map<number, number>();
  const opened: Open[] = [];
  let skipsMarkup = false;
  const fill = (from: number, to: number) => plain.fill(marks.skip, from, to);
  const mask = (from: number, to: number, name: string) => {
    fill(from, to);
    if (cells.has(name)) plain.splice(from, 2, ',', ' ');
    if (blocks.has(name)) plain[text.startsWith('</', from) ? to - 1 : from] = marks.hardBreak;
  };
  const replace = (from: number, to: number, said: string) => {
    fill(from, to);
    plain[from] = marks.insert;
    inserted.set(from, said);
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const [start, end] = [parser.startIndex, parser.endIndex + 1];
        if (!isTag(name, attributes, text.slice(start, end))) return;
        mask(start, end, name);
        skipsMarkup ||= isSkipped(name);
        if (name === 'break') {
          plain[end - 1] = marks.pause;
          pauses.set(end - 1, pauseSeconds(attributes));
        } else if (name === 'emphasis' && hasStress(attributes)) plain.splice(start, 2, ',', ' ');
        if (name === 'sub' || name === 'say-as' || name === 'emphasis' || hidden.has(name))
          opened.push({ name, start, end, attributes });
      },
      onclosetag(name, isImplied) {
        const [start, end] = [parser.startIndex, parser.endIndex + 1];
        const isWritten = !isImplied && text.startsWith('</', start);
        if (isWritten && isTag(name, {}, text.slice(start, end)))
          mask(start, end, cells.has(name) ? '' : name);
        const last = opened.at(-1);
        if (last?.name !== name) return;
        opened.pop();
        if (!isWritten) return;
        if (name === 'emphasis') {
          if (last.attributes['level'] === 'strong') plain.splice(start, 2, ',', ' ');
          return;
        }
        if (hidden.has(name)) fill(last.start, end);
        else {
          const said = instead(last, plain.slice(last.end, start).join('').replaceAll(marks.skip, ''));
          if (said !== undefined) replace(last.start, end, said);
        }
      },
      oncomment: () => maskWhole(),
      onprocessinginstruction: () => maskWhole(),
    },
    { recognizeSelfClosing: true, lowerCaseTags: true, decodeEntities: true },
  );
  const maskWhole = () => {
    const end = parser.endIndex + 1;
    if (text.startsWith('<', parser.startIndex) && text.charAt(end - 1) === '>') fill(parser.startIndex, end);
  };
  parser.end(text);
  return { text: plain.join(''), inserted, pauses, skipsMarkup };
}

/** "a<b and c>d" is not a tag: attributes have values. */
function isTag(name: string, attributes: Readonly<Record<string, string>>, written: string): boolean {
  if (!written.startsWith('<') || !written.endsWith('>')) return false;
  if (!blocks.has(name) && !cells.has(name) && !inline.has(name) && !isSkipped(name)) return false;
  return Object.keys(attributes).length === 0 || written.includes('=');
}

/** Emphasis may also ask for less of it. */
function hasStress({ level }: Readonly<Record<string, string>>): boolean {
  return level !== 'none' && level !== 'reduced';
}

function isSkipped(name: string): boolean {
  return skipped.has(name) || /^(?:amazon|mstts|google|ms):/.test(name);
}

function instead({ name, attributes }: Open, content: string): string | undefined {
  if (name === 'say-as') return sayAs(content, attributes['interpret-as'] ?? '', attributes['format'] ?? '');
  const alias = attributes['alias']?.trim();
  return alias === undefined || alias.length > maxAlias ? undefined : alias;
}

function pauseSeconds({ time, strength }: Readonly<Record<string, string>>): number {
  const [, amount, unit] = /^\+?(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})(ms|s)$/.exec(time?.trim() ?? '') ?? [];
  if (amount === undefined) return strengths[strength ?? 'medium'] ?? 0.4;
  return Math.min(maxPauseSeconds, Number(amount) / (unit === 'ms' ? 1000 : 1));
}
