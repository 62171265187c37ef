import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RenderError } from '../errors/render-error.js';
import { reportError } from './report-error.js';

let printed: string;
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

test('reportError prints an expected error as one line and sets its exit code', () => {
  reportError(new RenderError('voice_too_long', 'too long', { cause: new Error('the cause') }));
  expect(printed).toBe('voice_too_long: too long\n');
  expect(process.exitCode).toBe(4);
});

test('reportError prints the cause of an unexpected error, since commands have no log', () => {
  reportError(new TypeError('x is not a function'));
  expect(printed).toMatch(
    /^internal: an unexpected error:\nTypeError: x is not a function\n {4}at .*report-error\.test/,
  );
  expect(printed).not.toContain('the log');
  expect(process.exitCode).toBe(1);
});

test('reportError keeps the message of an internal error and prints its cause', () => {
  reportError(new RenderError('internal', 'the detector is broken', { cause: new Error('no such file') }));
  expect(printed).toMatch(/^internal: the detector is broken\nError: no such file\n/);
  printed = '';
  reportError(new RenderError('internal', 'the reason is printed above'));
  expect(printed).toBe('internal: the reason is printed above\n');
});

test('reportError prints a thrown value that is not an error', () => {
  reportError('a string');
  expect(printed).toBe("internal: an unexpected error:\n'a string'\n");
});
