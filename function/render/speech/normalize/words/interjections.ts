import { reader, type Reader } from './reader.js';

/** Sounds that are written without vowels, or with more letters than they have. */
const sounds: readonly (readonly [pattern: RegExp, said: string])[] = [
  [/^hm+$/, 'hum'],
  [/^m{2,}(?:hm+)?$/, 'mum'],
  [/^mhm+$/, 'um hum'],
  [/^p+f+t?$/, 'pift'],
  [/^sh{2,}$/, 'shush'],
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
  [/^a+rgh+$/, 'arg'],
  [/^no{3,}$/, 'no'],
  [/^so{3,}$/, 'so'],
  [/^ye+s{2,}$/, 'yes'],
  [/^yay+$/, 'yay'],
  [/^wo+w+$/, 'wow'],
  [/^phew+$/, 'few'],
  [/^(?:ha){2,}h?$/, 'ha ha'],
  [/^(?:he){2,}h?$/, 'he he'],
  [/^pl[sz]$/, 'please'],
  [/^thx$/, 'thanks'],
  [/^btw$/, 'by the way'],
];
const first = new Set('abeghmnpstuwyoz');

/** Reads interjections: Hmm, Pfft, Shh, Brrr, Aaah. */
export const interjectionReaders: readonly Reader[] = [
  reader(String.raw`(\p{L}{2,40})(?![\p{L}\p{N}'’])`, ([, written = '']) => {
    const word = written.toLowerCase();
    if (!first.has(word.charAt(0)) || (written.length === 2 && written === written.toUpperCase()))
      return undefined;
    const said = sounds.find(([pattern]) => pattern.test(word))?.[1];
    if (said === undefined || said === word) return undefined;
    return /^\p{Lu}/u.test(written) ? said.charAt(0).toUpperCase() + said.slice(1) : said;
  }),
];
