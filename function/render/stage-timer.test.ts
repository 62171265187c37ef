import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { secondsBetween, StageTimer } from './stage-timer.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

test('each lap is the time since the last one; what had none took no time', () => {
  const watch = new StageTimer<'voice' | 'portrait' | 'video'>();
  vi.advanceTimersByTime(250);
  watch.lap('voice');
  vi.advanceTimersByTime(1500);
  watch.lap('portrait');
  expect(watch.seconds('voice')).toBeCloseTo(0.25, 9);
  expect(watch.seconds('portrait')).toBeCloseTo(1.5, 9);
  expect(watch.seconds('video')).toBe(0);
  vi.advanceTimersByTime(1000);
  expect(watch.total()).toBeCloseTo(2.75, 9);
});

test.each([
  [0, 0.0155, 0],
  [10, 1519.8294, 1.51],
  [1.4, 4100.2, 4.099],
])('from %f to %f ms: %f s', (startMs, endMs, seconds) => {
  expect(secondsBetween(startMs, endMs)).toBe(seconds);
});
