/** `0:07`, `12:30`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`;
}

/** `7 s`, `12:30 min`. */
export function duration(seconds: number): string {
  return seconds < 60 ? `${String(Math.round(seconds))} s` : `${clock(seconds)} min`;
}

/** `about 5 s`, `about 3 min`. */
export function timeLeft(seconds: number): string {
  if (seconds < 1) return 'almost done';
  if (seconds < 90) return `about ${String(Math.round(seconds))} s left`;
  return `about ${String(Math.round(seconds / 60))} min left`;
}

/** `640 kB`, `1.2 MB`. */
export function size(bytes: number): string {
  if (bytes < 999_500) return `${String(Math.max(1, Math.round(bytes / 1000)))} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
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
      return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(
        -Math.floor(seconds / length),
        unit,
      );
  }
  return 'just now';
}
