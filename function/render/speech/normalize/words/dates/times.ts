import { end, reader, type Reader } from '../reader.js';
import { sayCardinal } from '../say-number.js';

const half = String.raw`\s?([ap])\.?\s?m(?:\.(?!\p{L})|(?![\p{L}\p{N}]))`;

const durationUnits: Readonly<Record<string, string>> = {
  d: 'day',
  h: 'hour',
  hr: 'hour',
  m: 'minute',
  min: 'minute',
  s: 'second',
  sec: 'second',
};

/** Reads times of day: 3:30 pm, 00:00, 9 a.m., 15:45, 10:30:15; durations; and ratios such as 16:9. */
export const timeReaders: readonly Reader[] = [
  reader(
    String.raw`(\d{1,2}):(\d{2})(?::(\d{2}))?(?:${half})?(?![\p{L}\p{N}:]|,\d)`,
    ([, hour = '', minute = '', second, noon]) => {
      if (Number(hour) > 24 || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
      const time = noon === undefined ? sayTime(hour, minute) : sayHalfDay(hour, minute, noon);
      const seconds =
        second === undefined
          ? ''
          : ` and ${sayCardinal(String(Number(second)))} ${Number(second) === 1 ? 'second' : 'seconds'}`;
      return `${time}${seconds}`;
    },
    'i',
  ),
  reader(
    String.raw`(\d{1,2})\.([0-5]\d)${half}`,
    ([, hour = '', minute = '', noon = '']) =>
      Number(hour) > 12 ? undefined : sayHalfDay(hour, minute, noon),
    'i',
  ),
  reader(String.raw`([01]\d|2[0-3])([0-5]\d)(?=\s(?:hours|hrs)${end})`, ([, hour = '', minute = '']) =>
    sayMilitary(hour, minute),
  ),
  reader(String.raw`(0\d)([0-5]\d)(?![\d:.,])${end}`, ([, hour = '', minute = ''], { before }) =>
    /\b(?:at|by|until|till|from|before|after)\s$/i.test(before) ? sayMilitary(hour, minute) : undefined,
  ),
  reader(
    String.raw`\d{1,3}\s?(?:d|hr?)(?:\s?\d{1,2}\s?(?:hr?|min|m|sec|s)){1,3}${end}|\d{1,3}\s?(?:min|m)\s?\d{1,2}\s?(?:sec|s)${end}`,
    ([written]) =>
      Array.from(written.matchAll(/(\d+)\s?([a-z]+)/g), ([, number = '', unit = '']) => {
        const name = durationUnits[unit] ?? unit;
        return `${sayCardinal(String(Number(number)))} ${name}${Number(number) === 1 ? '' : 's'}`;
      }).join(' '),
  ),
  reader(
    String.raw`(\d{1,2})(?:\s?[-–—]\s?(\d{1,2}))?${half}`,
    ([, first = '', last, noon = '']) => {
      if (Number(last ?? first) > 12 || Number(first) > 12) return undefined;
      const to = last === undefined ? '' : ` to ${sayCardinal(last)}`;
      return `${sayCardinal(String(Number(first)))}${to} ${noon.toLowerCase()}.m.`;
    },
    'i',
  ),
  reader(
    String.raw`(\d{1,3}(?:,\d{3}){1,3}|\d{1,7}):(\d{1,3}(?:,\d{3}){1,3}|\d{1,7})(?![\d:]|[.,]\d)${end}`,
    ([, ...numbers]) =>
      numbers.map((number) => sayCardinal(String(Number(number.replaceAll(',', ''))))).join(' to '),
  ),
];

/** Reads a time of 24 hours: 00:00 as "midnight", 00:30 as "zero thirty", 9:05 as "nine oh five". */
export function sayTime(hour: string, minute: string): string {
  const h = Number(hour);
  const m = Number(minute);
  if (m === 0 && h % 24 === 0) return 'midnight';
  if (m === 0) return h > 12 ? `${sayCardinal(String(h))} hundred` : `${sayCardinal(String(h))} o'clock`;
  return `${sayCardinal(String(h))} ${sayMinute(m)}`;
}

/** Reads a time without a colon: 0900 as "zero nine hundred", 0730 as "zero seven thirty". */
function sayMilitary(hour: string, minute: string): string {
  const first = `${hour.startsWith('0') ? 'zero ' : ''}${sayCardinal(String(Number(hour)))}`;
  return `${first} ${minute === '00' ? 'hundred' : sayMinute(Number(minute))}`;
}

function sayHalfDay(hour: string, minute: string, half: string): string {
  const minutes = Number(minute) === 0 ? '' : ` ${sayMinute(Number(minute))}`;
  return `${sayCardinal(String(Number(hour)))}${minutes} ${half.toLowerCase()}.m.`;
}

function sayMinute(minute: number): string {
  return `${minute < 10 ? 'oh ' : ''}${sayCardinal(String(minute))}`;
}
