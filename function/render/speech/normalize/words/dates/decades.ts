import { end, reader, type Reader } from '../reader.js';
import { pluralOf, sayCardinal } from '../say-number.js';

const countless: Readonly<Record<string, string>> = { '10': 'tens', '100': 'hundreds', '1000': 'thousands' };

/** Reads decades and years without a century: the 1990s, the '80s, the class of '09; and 1000s of fans. */
export const decadeReaders: readonly Reader[] = [
  reader(String.raw`(10{1,3})s(?=\sof\s)`, ([, number = '']) => countless[number]),
  reader(String.raw`['’]?((?:1\d|20)?\d0)['’]?s${end}`, ([written, decade = '']) => {
    const [century, tens] = [decade.slice(0, -2), decade.slice(-2)];
    if (decade === '2000' || (decade === '00' && /^['’]/.test(written))) return 'two thousands';
    if (tens === '00' || tens === '0')
      return decade.length < 4 ? undefined : `${sayCardinal(century)} hundreds`;
    const words = tens === '10' ? 'tens' : pluralOf(sayCardinal(tens));
    return century === '' ? words : `${sayCardinal(century)} ${words}`;
  }),
  reader(`['’]0(\\d)${end}`, ([, year = '']) => `oh ${sayCardinal(year)}`),
];
