import { describe, expect, test } from 'vitest';
import { RenderError } from '../errors/render-error.js';
import { FaultLog, reasonOf } from './fault-log.js';

describe('a fault log', () => {
  test('accepts each reason once in a minute, and again when it has passed', () => {
    let nowMs = 0;
    const faults = new FaultLog(() => nowMs);
    const logged: number[] = [];
    for (; nowMs < 150_000; nowMs += 50) if (faults.isNew('gone')) logged.push(nowMs);
    expect(logged).toEqual([0, 60_000, 120_000]);
    expect(faults.isNew('refused')).toBe(true);
    expect(faults.isNew('refused')).toBe(false);
    expect(faults.isNew('gone')).toBe(false);
    faults.clear();
    expect(faults.isNew('refused')).toBe(true);
  });
});

test('the reason for an error names its causes and contains no stack', () => {
  const cause = new Error('no such host', { cause: 'ENOTFOUND' });
  const error = new RenderError('store_unavailable', 'The store does not answer.', { cause });
  expect(reasonOf(error)).toBe('RenderError: The store does not answer. (no such host (ENOTFOUND))');
});
