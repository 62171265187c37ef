import { WriteStream } from 'node:tty';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RenderProgress } from '../function/render/render-progress.js';
import { progressLine, showProgress } from './progress-bar.js';

const speaking = (framesDone: number): RenderProgress => ({ stage: 'wav2lip', framesDone, frames: 200 });

describe('the progress line', () => {
  test('has a bar, frames, rate, and remaining time', () => {
    expect(progressLine(speaking(120), 2.5)).toBe(
      `moving the lips  ${'█'.repeat(18)}${'░'.repeat(12)}  120/200  48 frames/s  2 s left`,
    );
    expect(progressLine(speaking(1), 60)).toBe(
      `moving the lips  ${'░'.repeat(30)}  1/200  0 frames/s  11940 s left`,
    );
  });

  test('shows no rate during the first half second and at the end', () => {
    expect(progressLine(speaking(8), 0.4)).toBe(`moving the lips  █${'░'.repeat(29)}  8/200`);
    expect(progressLine(speaking(200), 9)).toBe(`moving the lips  ${'█'.repeat(30)}  200/200`);
  });

  test('is only a name while there are no frames to count', () => {
    expect(progressLine({ stage: 'voice', framesDone: 0, frames: undefined }, 0)).toBe(
      'fetching the voice …',
    );
    expect(progressLine({ stage: 'portrait', framesDone: 0, frames: 9 }, 0)).toBe('preparing the portrait …');
  });
});

/** A stream that records what is written to it. */
function stream(kind: { isTTY: boolean; columns?: number }) {
  const written: string[] = [];
  const fake = Object.assign(Object.create(WriteStream.prototype) as WriteStream, {
    ...kind,
    write: (text: string) => written.push(text) > 0,
  });
  return { fake, written };
}

describe('showProgress', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  const steps: readonly RenderProgress[] = [
    { stage: 'voice', framesDone: 0, frames: undefined },
    { stage: 'portrait', framesDone: 0, frames: 200 },
    speaking(1),
    speaking(2),
    speaking(200),
    { stage: 'video', framesDone: 200, frames: 200 },
  ];

  test('writes one line per stage if the output is not a terminal', () => {
    const { fake, written } = stream({ isTTY: false });
    const { report, end } = showProgress(fake);
    for (const step of steps) report(step);
    end();
    expect(written).toEqual([
      'fetching the voice\n',
      'preparing the portrait\n',
      'moving the lips\n',
      'finishing the video\n',
    ]);
  });

  test('redraws its line on a terminal at most ten times per second, and clears it at the end', () => {
    const { fake, written } = stream({ isTTY: true, columns: 200 });
    const { report, end } = showProgress(fake);
    report(speaking(1));
    for (let frame = 2; frame <= 101; frame++) {
      vi.advanceTimersByTime(10);
      report(speaking(frame));
    }
    end();
    end();
    // One second of frames: the first line, ten more, and the clearing.
    expect(written).toHaveLength(1 + 10 + 1);
    expect(written.at(-2)).toContain('101/200  101 frames/s  1 s left');
    expect(written.at(-1)).toBe('\r\u001b[K');
    for (const line of written) expect(line.startsWith('\r\u001b[K')).toBe(true);
  });

  test('truncates its line to the width of the terminal', () => {
    const { fake, written } = stream({ isTTY: true, columns: 20 });
    showProgress(fake).report(speaking(100));
    expect(written).toEqual([`\r\u001b[Kmoving the lips  ███`]);
  });
});
