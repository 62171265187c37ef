import { describe, expect, test } from 'vitest';
import { RenderError } from '../errors/render-error.js';
import { createLogger, type LogSettings } from './logger.js';
import { requestIdFrom, runInRequest } from './request-scope.js';

function logTo(settings: Partial<LogSettings>) {
  const lines: string[] = [];
  const log = createLogger(
    'function',
    { LOG_LEVEL: 'info', LOG_FORMAT: 'json', ...settings },
    { write: (line) => lines.push(line) },
  );
  return { log, lines, fields: () => lines.map((line) => JSON.parse(line) as unknown) };
}

describe('createLogger', () => {
  test('writes JSON lines with level, time, service, and event', () => {
    const { log, fields } = logTo({});
    log.info({ event: 'job.accepted', jobId: 'one' }, 'Job accepted');
    log.debug({ event: 'frame.first' }, 'below the level');
    expect(fields()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
        service: 'function',
        event: 'job.accepted',
        jobId: 'one',
        msg: 'Job accepted',
      },
    ]);
  });

  test('writes text with the fields behind the message, and a stack below it', () => {
    const { log, lines } = logTo({ LOG_FORMAT: 'text' });
    log.warn({ event: 'render.ended', code: 'voice_not_found', frames: 3 }, 'Render ended');
    log.error({ event: 'request.failed', err: new RangeError('too long') }, 'Failed');
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d WARN {2}function Render ended {2}code=voice_not_found frames=3\n$/,
    );
    expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d ERROR function Failed\n {4}RangeError: too long\n {8}at /);
  });

  test('adds the request id to all lines that a request causes, and to no others', async () => {
    const { log, fields } = logTo({});
    await runInRequest('abc', async () => {
      await Promise.resolve();
      log.child({ jobId: 'one' }).info({ event: 'job.accepted' }, 'inside');
    });
    log.info({ event: 'job.accepted' }, 'outside');
    expect(fields()).toMatchObject([{ requestId: 'abc', jobId: 'one' }, { msg: 'outside' }]);
    expect(fields()[1]).not.toHaveProperty('requestId');
  });

  test.each(['json', 'text'] as const)(
    'writes no line over 1 kB as %s, and keeps what identifies it',
    (format) => {
      const { log, lines } = logTo({ LOG_FORMAT: format });
      const deep = new RenderError('internal', 'ü'.repeat(5000), {
        cause: new Error('x'.repeat(9000)),
        details: { many: Array.from({ length: 5000 }, (_, index) => `item ${String(index)}`) },
      });
      const numbers = Object.fromEntries(
        Array.from({ length: 400 }, (_, index) => [`n${String(index)}`, index]),
      );
      log.error({ event: 'request.failed', code: 'internal', jobId: 'one', err: deep }, 'm'.repeat(3000));
      log.error({ event: 'request.failed', code: 'internal', jobId: 'one', ...numbers }, 'short');
      for (const line of lines) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(1024);
        expect(line).toContain('internal');
        expect(line).toContain('one');
      }
      expect(lines[1]).toContain('short');
      if (format === 'json')
        for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jobId: 'one' });
    },
  );
});

test('requestIdFrom keeps short ids and replaces everything else', () => {
  expect(requestIdFrom('01HX:a-b_c.d/e+f=')).toBe('01HX:a-b_c.d/e+f=');
  for (const wrong of ['', 'a b', 'x'.repeat(65), 'é', undefined, ['a']]) {
    expect(requestIdFrom(wrong)).toMatch(/^[\da-f-]{36}$/);
  }
});
