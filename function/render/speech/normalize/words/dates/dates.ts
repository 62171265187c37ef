import { end, reader, type Reader } from '../reader.js';
import { monthName, monthPattern, sayDate, withYear } from './say-date.js';
import { sayOrdinal } from '../say-number.js';
import { sayTime } from './times.js';

const clock = String.raw`(?:[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d{1,9})?)?(Z| ?UTC)?(?:[+-]\d{2}:?\d{2})?)?`;
/** Words before a day, after which 10/31 is not a fraction. */
const beforeDays =
  /\b(?:on|until|till|since|due|starting|ending|dated|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?),?\s$/i;
const beforeVersions = /(?:\b(?:version|release|build|macOS|iOS|Ubuntu|Python|firmware)|\bv\.?)\s?$/i;

/** Reads dates in digits: 2025-03-04, 04.03.2025, 24.12., 3/4/2025, on 10/31; and 4 Mar 2025. */
export const dateReaders: readonly Reader[] = [
  reader(
    `(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})${clock}${end}`,
    ([, year = '', m = '', d = '', hour, minute, zone], around) => {
      const date = sayDate({ day: Number(d), month: Number(m), year }, around);
      if (date === undefined || hour === undefined) return date;
      const utc = zone === undefined ? '' : ' UTC';
      return `${date}, ${sayTime(hour, minute ?? '00')}${utc}`;
    },
  ),
  reader(
    String.raw`(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})${end}|(\d{2})\.(\d{2})\.(\d{2})(?!\.?\d)${end}`,
    ([, d, m, year, day, month, short], around) =>
      year === undefined && beforeVersions.test(around.before)
        ? undefined
        : sayDate({ day: Number(d ?? day), month: Number(m ?? month), year: year ?? short }, around),
  ),
  // At the end of a sentence, this would be a decimal number.
  reader(String.raw`(\d{1,2})\.\s?(\d{1,2})\.(?=,|\s?[-–]\s?\d|\s+\p{Ll})`, ([, d = '', m = ''], around) =>
    beforeVersions.test(around.before) ? undefined : sayDate({ day: Number(d), month: Number(m) }, around),
  ),
  reader(
    String.raw`(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?![/\d])${end}`,
    ([, a = '', , b = '', year = ''], around) => {
      const [day, month] = around.dateOrder === 'day-first' ? [Number(a), Number(b)] : [Number(b), Number(a)];
      return sayDate({ day, month, year }, around) ?? sayDate({ day: month, month: day, year }, around);
    },
  ),
  reader(String.raw`(\d{1,2})/(\d{1,2})(?![/\d])${end}(?! of\b)`, ([, a = '', b = ''], around) => {
    if (!beforeDays.test(around.before.slice(-16)) || (a === '24' && b === '7')) return undefined;
    if ((a === '9' && b === '11') || (a === '50' && b === '50')) return undefined;
    const [day, month] = around.dateOrder === 'day-first' ? [Number(a), Number(b)] : [Number(b), Number(a)];
    return sayDate({ day, month }, around) ?? sayDate({ day: month, month: day }, around);
  }),
  reader(
    `(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${monthPattern}(?:,? (\\d{4})(?![\\d,]))?${end}`,
    ([, d = '', name = '', year], { before }) => {
      if (Number(d) < 1 || Number(d) > 31) return undefined;
      const the = /\bthe\s$/i.test(before) ? '' : 'the ';
      return `${the}${sayOrdinal(d)} of ${monthName(name)}${withYear(year, ' ')}`;
    },
  ),
];
