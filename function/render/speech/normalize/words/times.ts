import { end, reader, type Reader } from './reader.js';
import { sayCardinal } from './say-number.js';

const half = String.raw`\s?([ap])\.?\s?m(?:\.(?!\p{L})|(?![\p{L}\p{N}]))`;

/** Reads times of day: 3:30 pm, 00:00, 9 a.m., 15:45, 10:30:15; and ratios such as 16:9. */
export const timeReaders: readonly Reader[] = [
  reader(
    String.raw`(\d{1,2}):(\d{2})(?::(\d{2}))?(?:${half})?(?![\p{L}\p{N}:])`,
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
    String.raw`(\d{1,2})(?:\s?[-–—]\s?(\d{1,2}))?${half}`,
    ([, first = '', last, noon = '']) => {
      if (Number(last ?? first) > 12 || Number(first) > 12) return undefined;
      const to = last === undefined ? '' : ` to ${sayCardinal(last)}`;
      return `${sayCardinal(String(Number(first)))}${to} ${noon.toLowerCase()}.m.`;
    },
    'i',
  ),
  reader(
    String.raw`(\d{1,5}):(\d{1,5})(?![\d:]|\.\d)${end}`,
    ([, first = '', second = '']) =>
      `${sayCardinal(String(Number(first)))} to ${sayCardinal(String(Number(second)))}`,
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

function sayHalfDay(hour: string, minute: string, half: string): string {
  const minutes = Number(minute) === 0 ? '' : ` ${sayMinute(Number(minute))}`;
  return `${sayCardinal(String(Number(hour)))}${minutes} ${half.toLowerCase()}.m.`;
}

function sayMinute(minute: number): string {
  return `${minute < 10 ? 'oh ' : ''}${sayCardinal(String(minute))}`;
}
