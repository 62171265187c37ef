import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { secondsBetween, StageTimer } from './stage-timer.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

test('a lap is the time since the previous one, and a stage without a lap took no time', () => {
  const timer = new StageTimer<'voice' | 'portrait' | 'video'>();
  vi.advanceTimersByTime(250);
  timer.lap('voice');
  vi.advanceTimersByTime(1500);
  timer.lap('portrait');
  expect(timer.seconds('voice')).toBeCloseTo(0.25, 9);
  expect(timer.seconds('portrait')).toBeCloseTo(1.5, 9);
  expect(timer.seconds('video')).toBe(0);
  vi.advanceTimersByTime(1000);
  expect(timer.total()).toBeCloseTo(2.75, 9);
});

test('laps of parts of a millisecond add up to the total', () => {
  const timer = new StageTimer<'voice' | 'portrait' | 'wav2lip' | 'video'>();
  const stages = ['voice', 'portrait', 'wav2lip', 'video'] as const;
  for (const stage of stages) {
    vi.advanceTimersByTime(0.6);
    timer.lap(stage);
  }
  const ms = stages.map((stage) => Math.round(1000 * timer.seconds(stage)));
  expect(ms.reduce((sum, lap) => sum + lap)).toBe(Math.round(1000 * timer.total()));
});

test.each([
  [0, 0.0155, 0],
  [10, 1519.8294, 1.51],
  [1.4, 4100.2, 4.099],
])('secondsBetween gives whole milliseconds from %f to %f ms: %f s', (startMs, endMs, seconds) => {
  expect(secondsBetween(startMs, endMs)).toBe(seconds);
});
