import { end, reader, type DateOrder, type Reader, type Surroundings } from './reader.js';
import { sayCardinal, sayOrdinal, sayYear } from './say-number.js';
import { sayTime } from './times.js';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const shortMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const days: Readonly<Record<string, string>> = {
  Mon: 'Monday',
  Tue: 'Tuesday',
  Tues: 'Tuesday',
  Wed: 'Wednesday',
  Thu: 'Thursday',
  Thur: 'Thursday',
  Thurs: 'Thursday',
  Fri: 'Friday',
  Sat: 'Saturday',
  Sun: 'Sunday',
};
const month = `((?:${months.join('|')})|(?:${shortMonths.join('|')}|Sept)(?![\\p{L}]))\\.?`;
const clock = String.raw`(?:[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d{1,9})?)?(Z| ?UTC)?(?:[+-]\d{2}:?\d{2})?)?`;

/** Reads dates: 2025-03-04, 04.03.2025, 3/4/2025, March 4, 2025, 4 Mar 2025, Mar. 4, Mon., Mar. 4. */
export const dateReaders: readonly Reader[] = [
  reader(
    `(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})${clock}${end}`,
    ([, year = '', m = '', d = '', hour, minute, zone], around) => {
      const date = sayDate(Number(d), Number(m), year, around);
      if (date === undefined || hour === undefined) return date;
      const utc = zone === undefined ? '' : ' UTC';
      return `${date}, ${sayTime(hour, minute ?? '00')}${utc}`;
    },
  ),
  reader(String.raw`(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})${end}`, ([, d = '', m = '', year = ''], around) =>
    sayDate(Number(d), Number(m), year, around),
  ),
  reader(
    String.raw`(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?![/\d])${end}`,
    ([, a = '', , b = '', year = ''], around) => {
      const [d, m] = around.dateOrder === 'day-first' ? [Number(a), Number(b)] : [Number(b), Number(a)];
      const full = year.length === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`;
      return sayDate(d, m, full, around) ?? sayDate(m, d, full, around);
    },
  ),
  reader(
    `(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${month}(?:,? (\\d{4})(?![\\d,]))?${end}`,
    ([, d = '', name = '', year], { before }) => {
      if (Number(d) < 1 || Number(d) > 31) return undefined;
      const the = /\bthe\s$/i.test(before) ? '' : 'the ';
      return `${the}${sayOrdinal(d)} of ${monthName(name)}${withYear(year, ' ')}`;
    },
  ),
];

/** Reads dates and days that begin with a word. */
export const namedDateReaders: readonly Reader[] = [
  reader(
    `${month} (\\d{1,2})(?:st|nd|rd|th)?(?!\\d|:\\d|[.,]\\d| ?%)(?:\\s?[-–—]\\s?(\\d{1,2})(?:st|nd|rd|th)?(?!\\d))?(?:,? (\\d{4})(?![\\d,]))?${end}`,
    ([, name = '', first = '', last, year]) => {
      if (Number(first) < 1 || Number(first) > 31) return undefined;
      const to = last === undefined ? '' : ` to ${sayOrdinal(last)}`;
      return `${monthName(name)} ${sayOrdinal(first)}${to}${withYear(year, ', ')}`;
    },
  ),
  reader(`${month} (\\d{4})(?![\\d,])${end}`, ([, name = '', year = '']) => {
    const value = Number(year);
    return value < 1000 || value > 2199 ? undefined : `${monthName(name)} ${sayYear(value)}`;
  }),
  reader(
    `(${shortMonths.filter((name) => name !== 'May').join('|')}|Sept)\\.(?=\\s\\p{L}|,|$)`,
    ([, name = ''], around) => (isEnd(around) ? `${monthName(name)}.` : monthName(name)),
  ),
  reader(
    `(${Object.keys(days).join('|')})(?:\\.(?!$)|(?=, (?:${months.join('|')}|${shortMonths.join('|')})))`,
    ([, name = '']) => days[name],
  ),
];

function isEnd({ after }: Surroundings): boolean {
  return after.trim() === '';
}

function sayDate(
  day: number,
  monthNumber: number,
  year: string,
  { dateOrder, before }: { dateOrder: DateOrder; before: string },
): string | undefined {
  const name = months[monthNumber - 1];
  if (name === undefined || day < 1 || day > 31) return undefined;
  const ordinal = sayOrdinal(String(day));
  if (dateOrder === 'month-first') return `${name} ${ordinal}, ${sayYear(Number(year))}`;
  return `${/\bthe\s$/i.test(before) ? '' : 'the '}${ordinal} of ${name}, ${sayYear(Number(year))}`;
}

function monthName(written: string): string {
  return months[shortMonths.indexOf(written.slice(0, 3))] ?? written;
}

function withYear(year: string | undefined, separator: string): string {
  if (year === undefined) return '';
  const value = Number(year);
  return `${separator}${value < 1000 ? sayCardinal(year) : sayYear(value)}`;
}
