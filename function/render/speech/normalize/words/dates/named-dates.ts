import { end, reader, type Reader, type Surroundings } from '../reader.js';
import { fullMonths, monthName, monthPattern, shortMonths, withYear } from './say-date.js';
import { sayOrdinal, sayYear } from '../say-number.js';

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
const shortDays = Object.keys(days).join('|');
const fullDays = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const anyMonth = `(?:${fullMonths}|${shortMonths.join('|')}|Sept)`;
const abbreviatedMonths = [...shortMonths.filter((name) => name !== 'May'), 'Sept'].join('|');
const dash = String.raw`\s?[-–—]\s?`;

/** Reads dates, months, and days that begin with a word: March 4, 2025, Mar. 4, Jan.–Mar., Mon–Fri. */
export const namedDateReaders: readonly Reader[] = [
  reader(
    `${monthPattern} (\\d{1,2})(?:st|nd|rd|th)?(?!\\d|:\\d|[.,]\\d| ?%)(?:${dash}(\\d{1,2})(?:st|nd|rd|th)?(?!\\d))?(?:,? (\\d{4})(?![\\d,]))?${end}`,
    ([, name = '', first = '', last, year]) => {
      if (Number(first) < 1 || Number(first) > 31) return undefined;
      const to = last === undefined ? '' : ` to ${sayOrdinal(last)}`;
      return `${monthName(name)} ${sayOrdinal(first)}${to}${withYear(year, ', ')}`;
    },
  ),
  reader(`${monthPattern} (\\d{4})(?![\\d,])${end}`, ([, name = '', year = '']) => {
    const value = Number(year);
    return value < 1000 || value > 2199 ? undefined : `${monthName(name)} ${sayYear(value)}`;
  }),
  reader(
    `${monthPattern}${dash}${monthPattern}(?!\\s?\\d)${end}`,
    ([, from = '', to = '']) => `${monthName(from)} to ${monthName(to)}`,
  ),
  reader(`${monthPattern}${dash}(?=${anyMonth}(?!\\p{L}))`, ([, name = '']) => `${monthName(name)} to`),
  reader(`(${abbreviatedMonths})\\.(?=\\s\\p{L}|,|$)`, ([, name = ''], around) =>
    isEnd(around) ? `${monthName(name)}.` : monthName(name),
  ),
  reader(
    `(${shortDays}|${fullDays})\\.?${dash}(${shortDays}|${fullDays})${end}\\.?`,
    ([, from = '', to = ''], around) =>
      `${days[from] ?? from} to ${days[to] ?? to}${isEnd(around) ? '.' : ''}`,
  ),
  reader(
    `(${shortDays})(?:\\.(?!$)|(?=,? (?:${fullMonths}|${shortMonths.join('|')})(?!\\p{L})))`,
    ([, name = '']) => days[name],
  ),
];

function isEnd({ after }: Surroundings): boolean {
  return after.trim() === '';
}
