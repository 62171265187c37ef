import { reader, type Reader } from './reader.js';
import { beforeNumbers, directions, phrases, titles, words } from './short-forms.js';

function alternatives(table: Readonly<Record<string, string>>): string {
  return Object.keys(table)
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll('.', String.raw`\.`))
    .join('|');
}

/** The same at the start of a sentence. */
const capitals = 'Approx|Max|Min|Avg|Temp|Esp|Misc|Incl|Excl|Est|Etc';
const isStreet = /\p{Lu}[\p{L}'’]*\s$|\d(?:st|nd|rd|th)\s$/u;
const name = String.raw`(?=\s?\p{Lu}|\s(?:and|or|&)\s\p{Lu})`;

/** Letters around an ampersand are spelled: AT&T, B&B. */
function spelled([, first = '', second = '']: RegExpExecArray): string {
  return `${Array.from(first).join(' ')} and ${Array.from(second).join(' ')}`;
}

/** Reads titles and other short forms. A period that also ends a sentence is kept. */
export const abbreviationReaders: readonly Reader[] = [
  reader(`(${alternatives(phrases)})(?![\\p{L}\\p{N}])`, ([, form = ''], { after }) =>
    ended(phrases[form] ?? form, form.endsWith('.') ? after : ' x'),
  ),
  reader(String.raw`(\p{Lu}{1,2})&(\p{Lu}{1,2})(?!\p{L})`, spelled),
  reader(`(${alternatives(beforeNumbers)})\\.\\s?(?=\\d|[IVX]+\\b)`, ([, form = '']) => beforeNumbers[form]),
  reader(String.raw`(St|Dr)\.`, ([, form = ''], { before, after }) => {
    const isName = /^\s\p{Lu}/u.test(after);
    const street = isStreet.test(before.slice(-40)) && !isName;
    if (street) return ended(form === 'St' ? 'Street' : 'Drive', after);
    return form === 'St' ? 'Saint' : 'Doctor';
  }),
  // Of a street: 12 N. Main St.
  reader(`(${Object.keys(directions).join('|')})\\.(?=\\s\\p{Lu}\\p{Ll})`, ([, form = ''], { before }) =>
    /(?:^|\s)\d{1,5}\p{Lu}?\s$/u.test(before) ? directions[form] : undefined,
  ),
  reader(`(${alternatives(titles)})\\.${name}`, ([, form = '']) => titles[form]),
  reader(`(Mr|Mrs|Ms|Dr|Prof|Lt|Sgt|Capt|Mt|St)${name}`, ([whole, form = ''], { after }) =>
    /^\s\p{Lu}\p{Ll}/u.test(after) && whole !== '' ? titles[form] : undefined,
  ),
  reader(`(${alternatives(words)}|${capitals})\\.(?!\\p{L})`, ([, form = ''], { before, after }) => {
    // "a max." is a short form, and "Go to the ed." hardly ever occurs.
    if (form === 'v' && !/\p{Lu}[\p{L}'’]*\s$/u.test(before)) return undefined;
    return ended(words[form] ?? words[form.toLowerCase()] ?? form, after);
  }),
  reader(`(vs|Blvd|Ave|Inc|Ltd|Corp)(?![\\p{L}.])`, ([, form = '']) => words[form]),
];

/** The period of a short form that ends a sentence ends it for the ear, too. */
function ended(form: string, after: string): string {
  return after.trim() === '' || /^["”')\]]*$/.test(after.trim()) ? `${form}.` : form;
}
