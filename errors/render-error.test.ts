import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from 'vitest';
import { errnoOf, RenderError, toRenderError } from './render-error.js';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: something`), { code });
}

describe('toRenderError', () => {
  test('returns a RenderError unchanged', () => {
    const error = new RenderError('voice_too_long', 'too long', { details: { seconds: 9 } });
    expect(toRenderError(error)).toBe(error);
    expect(error).toMatchObject({ name: 'RenderError', code: 'voice_too_long', details: { seconds: 9 } });
  });

  test.each(['ENOSPC', 'EDQUOT'])('converts %s to disk_full, also as a cause', (code) => {
    expect(toRenderError(systemError(code)).code).toBe('disk_full');
    const wrapped = new Error('pipeline failed', { cause: new Error('write', { cause: systemError(code) }) });
    expect(toRenderError(wrapped)).toMatchObject({ code: 'disk_full', cause: wrapped });
  });

  test('converts an abort to cancelled', () => {
    expect(toRenderError(AbortSignal.abort().reason).code).toBe('cancelled');
    expect(toRenderError(Object.assign(new Error('aborted'), { name: 'AbortError' })).code).toBe('cancelled');
  });

  test('returns the reason of an abort if it is a RenderError', async () => {
    const reason = new RenderError('job_busy', 'The pod is shutting down.');
    const signal = AbortSignal.abort(reason);
    const copying = pipeline(Readable.from(['a']), new PassThrough(), { signal });
    const thrown: unknown = await copying.catch((error: unknown) => error);
    expect(thrown).not.toBe(reason);
    expect(toRenderError(thrown)).toBe(reason);
  });

  test.each([[new TypeError('x is not a function')], ['a text'], [null], [undefined]])(
    'converts any other value (%s) to internal and keeps it as the cause',
    (thrown) => {
      const error = toRenderError(thrown);
      expect(error.code).toBe('internal');
      expect(error.cause).toBe(thrown);
      expect(error.message).not.toContain('function');
    },
  );
});

test('errnoOf finds the system error code at any depth of causes', () => {
  expect(errnoOf(systemError('ECONNREFUSED'))).toBe('ECONNREFUSED');
  expect(errnoOf(new Error('a', { cause: new Error('b', { cause: systemError('EPIPE') }) }))).toBe('EPIPE');
  expect(errnoOf(new Error('nothing'))).toBeUndefined();
  expect(errnoOf({ code: 7 })).toBeUndefined();
  expect(errnoOf('ENOENT')).toBeUndefined();
});

test('RenderError is retryable only if the machine is at fault', () => {
  const retryable = (code: RenderError['code']) => new RenderError(code, '').retryable;
  expect(retryable('disk_full')).toBe(true);
  expect(retryable('checkpoint_missing')).toBe(true);
  expect(retryable('voice_unreachable')).toBe(false);
  expect(retryable('cancelled')).toBe(false);
});
