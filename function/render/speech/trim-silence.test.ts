import { describe, expect, test } from 'vitest';
import { tone } from '../../../test/fixtures/signals.js';
import { concatenate } from '../numeric/concatenate.js';
import { findPauses, soundingPart } from './trim-silence.js';

const rateHz = 16_000;
const silence = (seconds: number) => tone(seconds, 200, 0);

describe('soundingPart', () => {
  test('leaves a margin of 0.05 s around the sound', () => {
    const part = soundingPart(concatenate(silence(1.2), tone(0.5, 200), silence(2)), rateHz);
    expect(part?.start).toBeCloseTo(1.15 * rateHz, -2);
    expect(part?.end).toBeCloseTo(1.75 * rateHz, -2);
  });

  test('finds quiet sound, because it compares with the loudest part', () => {
    const quiet = tone(0.5, 200, 0.005);
    expect(soundingPart(concatenate(silence(1), quiet), rateHz)?.start).toBeCloseTo(0.95 * rateHz, -2);
  });

  test('reports silence', () => {
    expect(soundingPart(silence(1), rateHz)).toBeUndefined();
    expect(soundingPart(new Float32Array(0), rateHz)).toBeUndefined();
  });
});

test('findPauses finds silences of some length between sounds', () => {
  const samples = concatenate(
    tone(0.5, 200),
    silence(0.2),
    tone(0.5, 200),
    silence(0.04),
    tone(0.2, 200),
    silence(1),
  );
  const pauses = findPauses(samples, rateHz);
  expect(pauses).toHaveLength(1);
  expect(pauses[0]?.start).toBeCloseTo(0.5, 1);
  expect(pauses[0]?.end).toBeCloseTo(0.7, 1);
});
