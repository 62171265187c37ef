import { expect, test } from 'vitest';
import { score, lags } from './score.js';
import { tables } from './report.js';
import { summarize, type Result } from './summary.js';

function result(correlation: number, lag: number, more: Partial<Result> = {}): Result {
  const correlations = lags.map((other) => correlation - 0.1 * Math.abs(other - lag));
  return {
    clip: 'a',
    kind: 'synthetic',
    portrait: 'alice',
    correlation,
    correlations,
    warped: correlation + 0.05,
    full: 4,
    falseClosures: 0.1,
    closures: 0.9,
    rests: undefined,
    ...more,
  };
}

test('summarize averages results and reports the worst ones', () => {
  const summary = summarize([result(0.9, 0), result(0.7, 2, { closures: undefined, rests: 1 })]);
  expect(summary.correlation).toBeCloseTo(0.8, 12);
  expect(summary).toMatchObject({ worstCorrelation: 0.7, worstLag: 2, closures: 0.9, rests: 1 });
  expect([0, 1, 2]).toContain(summary.lag);
  expect(summarize([result(0.9, 0)]).rests).toBeUndefined();
});

test('tables has a row for each clip, each kind, and each portrait', () => {
  const results = [
    result(0.91, 0),
    result(0.81, 1, { portrait: 'kenji' }),
    result(0.7, -1, { clip: 'b', kind: 'real', rests: 1 }),
  ];
  const text = tables(results, new Map([['alice', { psnrDb: 34.56, flicker: 0 }]]));
  expect(text).toContain('| a | 0.86 | 0.81 | 0.91 | 0 | 1 | 10.0 % | 90.0 % | – |');
  expect(text).toContain('| **real** | 0.70 | 0.70 | 0.75 | -1 | -1 | 10.0 % | 90.0 % | 100.0 % |');
  expect(text).toMatch(/^\| alice \| 0\.8.*\| 34\.6 dB \| 0 \|$/m);
  expect(text).toMatch(/^\| kenji \| 0\.81/m);
});

test('summarize accepts what score returns', () => {
  const truth = {
    name: 'c',
    audio: 'c.ogg',
    voice: '',
    language: 'en',
    text: '',
    fps: 25,
    kind: 'real' as const,
    opening: [0, 5, 0, 5],
    closures: [],
    pauses: [],
    sounds: [],
  };
  const scored = { clip: 'c', kind: truth.kind, portrait: 'mei', ...score([0, 1, 0, 1], truth) };
  expect(summarize([scored])).toMatchObject({ correlation: 1, lag: 0, falseClosures: 0 });
});
