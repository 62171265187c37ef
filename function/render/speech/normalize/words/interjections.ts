import { reader, type Reader } from './reader.js';

/** Sounds that are written without vowels, or with more letters than they have. */
const sounds: readonly (readonly [pattern: RegExp, said: string])[] = [
  [/^hm+$/, 'hum'],
  [/^m{2,}(?:hm+)?$/, 'mum'],
  [/^mhm+$/, 'um hum'],
  [/^p+f+t?$/, 'pift'],
  [/^s+h{2,}$|^s{2,}h$/, 'shush'],
  [/^ps{2,}t$/, 'pist'],
  [/^br{2,}$/, 'burr'],
  [/^gr{2,}$/, 'gurr'],
  [/^tsk$/, 'tisk'],
  [/^z{2,}$/, 'zizz'],
  [/^a+h+$/, 'ah'],
  [/^o+h+$/, 'oh'],
  [/^aw+$/, 'aw'],
  [/^e+w+$/, 'ew'],
  [/^u+gh+$/, 'ugh'],
  [/^u+h+$/, 'uh'],
  [/^u+m+$/, 'um'],
  [/^e+r+m*$/, 'er'],
  [/^e+h+$/, 'eh'],
  [/^a+r+gh+$/, 'arg'],
  [/^ye+s{2,}$/, 'yes'],
  [/^wo+w+$/, 'wow'],
  [/^ooo+$/, 'ooh'],
  [/^phew+$/, 'few'],
  [/^(?:ha){2,}h?$/, 'ha ha'],
  [/^(?:he){2,}h?$/, 'he he'],
  [/^pl[sz]$/, 'please'],
  [/^thx$/, 'thanks'],
  [/^btw$/, 'by the way'],
];
const first = new Set('abeghmnpstuwyoz');

/** Words that keep two of the letters that are drawn out. */
const doubled = new Set(
  'cool good look too food soon need see free week sleep keep sweet well all hell hello boo goo zoo moo woo yoohoo school book room feel deep bee wee yahoo really ball call tell kill hmm'.split(
    ' ',
  ),
);

/** Reads interjections: Hmm, Pfft, Shh, Brrr, Aaah; and words that are drawn out: sooo, pleeease. */
export const interjectionReaders: readonly Reader[] = [
  reader(String.raw`(\p{L}{2,40})(?![\p{L}\p{N}'’])`, ([, written = '']) => {
    const word = written.toLowerCase();
    if (written.length === 2 && written === written.toUpperCase()) return undefined;
    const sound = first.has(word.charAt(0)) ? sounds.find(([pattern]) => pattern.test(word))?.[1] : undefined;
    const said = sound ?? notDrawnOut(word);
    if (said === undefined || said === word) return undefined;
    return /^\p{Lu}/u.test(written) ? said.charAt(0).toUpperCase() + said.slice(1) : said;
  }),
];

/** "Sooo" as "so", and "cooool" as "cool". Rows of one letter, such as AAA and www, are names. */
function notDrawnOut(word: string): string | undefined {
  if (!/([a-z])\1\1/.test(word) || /^([a-z])\1+$/.test(word) || /^x+l$/.test(word)) return undefined;
  const twice = word.replace(/([a-z])\1{2,}/g, '$1$1');
  return doubled.has(twice) ? twice : word.replace(/([a-z])\1{2,}/g, '$1');
}
