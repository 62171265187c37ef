import { locale, texts } from '../texts/texts.js';

/** `0:07`, `12:30`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`;
}

/** `7 s`, `12:30 min`. */
export function duration(seconds: number): string {
  return seconds < 60 ? texts.figures.seconds(Math.round(seconds)) : texts.figures.minutes(clock(seconds));
}

/** `about 5 s left`, `about 3 min left`. */
export function timeLeft(seconds: number): string {
  if (seconds < 1) return texts.figures.almostDone;
  if (seconds < 90) return texts.figures.secondsLeft(Math.round(seconds));
  return texts.figures.minutesLeft(Math.round(seconds / 60));
}

/** `640 kB`, `1.2 MB`. */
export function size(bytes: number): string {
  return bytes < 999_500
    ? kilobytes.format(Math.max(1, Math.round(bytes / 1000)))
    : megabytes.format(bytes / 1_000_000);
}

const kilobytes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte' });
const megabytes = new Intl.NumberFormat(locale, {
  style: 'unit',
  unit: 'megabyte',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** `130%`, or `130 %` in German. */
export function percent(share: number): string {
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(share);
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** `5 minutes ago`, `yesterday`. */
export function ago(sinceMs: number, nowMs: number): string {
  const seconds = Math.max(0, (nowMs - sinceMs) / 1000);
  for (const [unit, length] of steps) {
    if (seconds >= length)
      return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(
        -Math.floor(seconds / length),
        unit,
      );
  }
  return texts.figures.justNow;
}
