import type { Surroundings } from '../reader.js';
import { sayCardinal, sayOrdinal, sayYear } from '../say-number.js';

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

/** Short names of months, in order. */
export const shortMonths = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;

/** Alternatives of a regular expression: the full names of months. */
export const fullMonths = months.join('|');

/** The name of a month, perhaps short and with a period; with one group. */
export const monthPattern = `((?:${fullMonths})|(?:${shortMonths.join('|')}|Sept)(?![\\p{L}]))\\.?`;

/** What a date is made of; the year is missing in dates such as 24.12. */
export interface CalendarDate {
  readonly day: number;
  readonly month: number;
  readonly year?: string | undefined;
}

/**
 * Reads a date in the order of the language.
 * @returns nothing if there is no such day
 */
export function sayDate(
  { day, month, year }: CalendarDate,
  { dateOrder, before }: Surroundings,
): string | undefined {
  const name = months[month - 1];
  if (name === undefined || day < 1 || day > 31) return undefined;
  const ordinal = sayOrdinal(String(day));
  const ofYear = year === undefined ? '' : `, ${sayYear(Number(fullYear(year)))}`;
  if (dateOrder === 'month-first') return `${name} ${ordinal}${ofYear}`;
  return `${/\bthe\s$/i.test(before) ? '' : 'the '}${ordinal} of ${name}${ofYear}`;
}

/** Returns the name of a month that may be short: "Sept" as "September". */
export function monthName(written: string): string {
  return months[shortMonths.findIndex((name) => name === written.slice(0, 3))] ?? written;
}

/** Reads the year behind a date, if there is one. */
export function withYear(year: string | undefined, separator: string): string {
  if (year === undefined) return '';
  const value = Number(year);
  return `${separator}${value < 1000 ? sayCardinal(year) : sayYear(value)}`;
}

/** Years of two digits are less than fifty years away from 2000. */
function fullYear(year: string): string {
  return year.length === 2 ? `${Number(year) < 50 ? '20' : '19'}${year}` : year;
}
