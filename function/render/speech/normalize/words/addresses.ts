import { end, reader, type Reader } from './reader.js';
import { sayCardinal, sayDigits, sayYear } from './say-number.js';

const topLevel =
  'com|org|net|edu|gov|mil|int|info|io|dev|app|ai|co|me|tv|us|uk|ca|au|nz|ie|in|de|at|ch|fr|it|es|pt|nl|be|se|no|dk|fi|pl|eu|jp|cn|kr|br|mx|ru|xyz|tech|online|shop|blog|cloud';
const fileEndings =
  'pdf|docx?|xlsx?|pptx?|txt|csv|json|xml|ya?ml|md|html?|js|ts|py|exe|zip|tar|gz|png|jpe?g|gif|svg|webp|mp3|mp4|wav|mov|avi|css|log|ini|toml|sh|rs|cpp|java';
/** Endings of names and files that are read letter by letter. */
const spelled = new Set(
  'io tv us uk au nz de at fr eu jp cn kr br mx pdf txt csv xml html htm js ts py exe gz png jpg gif svg mp3 mp4 avi css cpp rs sh md xlsx pptx'.split(
    ' ',
  ),
);
const label = String.raw`[\p{L}\p{N}_-]{1,63}`;
const host = `(?:${label}\\.){1,8}`;

/** A path or a port behind the name of a host. */
const port = String.raw`(?::\d{2,5})?`;

/** Reads URLs, mail addresses, names of sites, and names of files. */
export const addressReaders: readonly Reader[] = [
  reader(
    String.raw`(?:https?|ftps?|wss?|file):/{2,3}([^\s<>"”]{1,2048})`,
    ([, written = '']) => sayUrl(written),
    'i',
  ),
  reader(
    String.raw`(?:mailto:)?([\p{L}\p{N}._%+-]{1,64})@(${host}\p{L}{2,24})(:[\p{L}~][\p{L}\p{N}._-]{0,99}/[\p{L}\p{N}._/-]{0,199}[\p{L}\p{N}])?${end}`,
    ([, user = '', site = '', path = '']) => {
      const folders = path
        .slice(1)
        .split('/')
        .filter((part) => part !== '');
      const behind = folders.length === 0 ? '' : ` colon ${folders.map(sayParts).join(' slash ')}`;
      return `${sayParts(user)} at ${sayParts(site)}${behind}`;
    },
  ),
  reader(String.raw`www\.([^\s<>"”]{1,2048})`, ([, written = '']) => sayUrl(written), 'i'),
  reader(`(${host}(?:${topLevel}))(${port}(?:/[^\\s<>"”,]{0,2048})?)${end}`, ([, site = '', path = '']) => {
    if (!/\p{L}/u.test(site.split('.').at(-2) ?? '') || /\.\p{Lu}\p{Ll}/u.test(site)) return undefined;
    return sayUrl(site + path);
  }),
  reader(
    String.raw`((?:localhost|\d{1,3}(?:\.\d{1,3}){3}):\d{2,5}(?:/[^\s<>"”,]{0,2048})?)${end}`,
    ([, written = '']) => sayUrl(written),
  ),
  reader(
    `(${label}(?:\\.${label}){0,3})\\.(${fileEndings})${end}`,
    ([, name = '', ending = '']) => `${sayParts(name)} dot ${sayName(ending)}`,
  ),
  reader(String.raw`@(\p{L}[\p{L}\p{N}_]{0,63})`, ([, name = '']) => `at ${sayParts(name)}`),
  reader(String.raw`#(\p{L}[\p{L}\p{N}_]{0,63})`, ([, name = '']) => `hashtag ${sayParts(name)}`),
];

/** Reads a URL without its scheme, "www", query, and fragment. The punctuation behind it is kept. */
function sayUrl(written: string): string {
  const [, address = '', behind = ''] = /^(.*?)([.,;:!?)\]}'’]{0,8})$/u.exec(written) ?? [];
  const shown = address.replace(/^www\./i, '').split(/[?#]/, 1)[0] ?? '';
  const [site = '', ...folders] = shown.split('/').filter((part) => part !== '');
  const [name = '', portNumber] = site.split(/:(?=\d{2,5}$)/);
  const path = folders.map((folder) => ` slash ${sayParts(folder)}`).join('');
  return `${sayParts(name)}${sayPort(portNumber)}${path}${behind.replace(/[)\]}'’]/gu, '')}`;
}

/** Ports of four digits are read in pairs: 8080 as "eighty eighty". */
function sayPort(written = ''): string {
  if (written === '') return '';
  return ` colon ${written.length === 4 ? sayYear(Number(written)) : sayCardinal(written)}`;
}

const separators: Readonly<Record<string, string>> = {
  '.': ' dot ',
  '-': ' dash ',
  _: ' underscore ',
  '@': ' at ',
  ':': ' colon ',
  '+': ' plus ',
  '%': ' percent ',
  '&': ' and ',
  '=': ' equals ',
  '~': ' tilde ',
};

function sayParts(written: string): string {
  // Words that begin with a capital, as in #ThrowbackThursday, are words of their own.
  const words = written.replace(/(?<=\p{Ll})(?=\p{Lu}\p{Ll})/gu, ' ');
  return Array.from(words.matchAll(/\p{L}+|\d+|[^\p{L}\d]/gu), ({ 0: part, index }) => {
    if (/^\d/.test(part))
      return ` ${part.length > 4 || part.startsWith('0') ? sayDigits(part) : sayCardinal(part)} `;
    if (!/^\p{L}/u.test(part)) return separators[part] ?? ' ';
    return words.charAt(index - 1) === '.' ? sayName(part) : part;
  })
    .join('')
    .replace(/ {2,}/g, ' ')
    .trim();
}

function sayName(name: string): string {
  return spelled.has(name.toLowerCase()) ? Array.from(name.toUpperCase()).join(' ') : name;
}
