import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RenderError } from '../errors/render-error.js';
import { reportError } from './report-error.js';

let said: string;
beforeEach(() => {
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

test('an error that was foreseen is one line, and its exit status', () => {
  reportError(new RenderError('voice_too_long', 'too long', { cause: new Error('of no interest') }));
  expect(said).toBe('voice_too_long: too long\n');
  expect(process.exitCode).toBe(4);
});

test('one that was not is followed by its cause: there is no log to look into', () => {
  reportError(new TypeError('x is not a function'));
  expect(said).toMatch(
    /^internal: an unexpected error:\nTypeError: x is not a function\n {4}at .*report-error\.test/,
  );
  expect(said).not.toContain('the log');
  expect(process.exitCode).toBe(1);
});

test('what is said of a fault of the program itself is kept, with its cause', () => {
  reportError(new RenderError('internal', 'the detector is broken', { cause: new Error('no such file') }));
  expect(said).toMatch(/^internal: the detector is broken\nError: no such file\n/);
  said = '';
  reportError(new RenderError('internal', 'its reason stands above'));
  expect(said).toBe('internal: its reason stands above\n');
});

test('whatever was thrown is shown', () => {
  reportError('a string');
  expect(said).toBe("internal: an unexpected error:\n'a string'\n");
});
