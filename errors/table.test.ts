import { expect, test } from 'vitest';
import { errorTable } from './table.js';

const rows = Object.entries(errorTable);

test('The exit code follows from the kind of the error', () => {
  const exits = (prefix: string) =>
    new Set(rows.filter(([code]) => code.startsWith(prefix)).map(([, row]) => row.exit));
  expect(exits('portrait_')).toEqual(new Set([3]));
  expect(exits('face')).toEqual(new Set([3]));
  expect(exits('voice_')).toEqual(new Set([4]));
  expect(exits('checkpoint_')).toEqual(new Set([5]));
  expect(exits('ffmpeg_')).toEqual(new Set([6]));
  expect(errorTable.disk_full.exit).toBe(6);
  expect(errorTable.cancelled.exit).toBe(130);
  expect(errorTable.internal.exit).toBe(1);
});

test('Errors in the input fail the job with a 4xx status', () => {
  const input = rows.filter(([code]) => /^(portrait_|face|voice_)/.test(code));
  expect(input.length).toBeGreaterThan(10);
  for (const [code, { status, outcome }] of input) {
    expect([code, status < 500, outcome]).toEqual([code, true, 'failed']);
  }
});

test('Errors that are always retried have a 5xx status', () => {
  const retried = rows.filter(([, { outcome }]) => outcome === 'retry');
  expect(retried.length).toBeGreaterThan(5);
  for (const [code, { status }] of retried) expect([code, status >= 500]).toEqual([code, true]);
});

test('Final errors have no status that curl --retry repeats', () => {
  const repeated = [408, 429, 500, 502, 503, 504];
  // A job that ended with `internal` is answered 422; see the routes of a job.
  const final = rows.filter(
    ([code, { outcome }]) => ['failed', 'cancelled', 'retryOnce'].includes(outcome) && code !== 'internal',
  );
  expect(final.length).toBeGreaterThan(15);
  expect(final.filter(([, { status }]) => repeated.includes(status))).toEqual([]);
  expect(errorTable.not_finished.status).toBe(503);
});

test('No error has a status or an exit code of success', () => {
  for (const [code, row] of rows) {
    expect([code, row.status >= 400, row.exit > 0]).toEqual([code, true, true]);
  }
});
