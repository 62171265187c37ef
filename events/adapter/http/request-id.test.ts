import { expect, test } from 'vitest';
import { createLogger } from '../../../config/logger.js';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { jsonRender } from '../../../test/fixtures/render-request.js';
import { createApp } from '../app.js';

test('every answer has the id of its request, errors and redirects too', async () => {
  const { ask } = await openAdapter();
  const headers = { 'x-request-id': 'from-the-proxy.1' };
  for (const [page, status] of [
    ['/avatars', 200],
    ['/nowhere', 404],
    ['/avatars/', 308],
    ['/status/job', 404],
    ['/health/liveness', 200],
  ] as const) {
    const answer = await ask(page, { headers });
    expect([page, answer.status, answer.headers.get('x-request-id')]).toEqual([
      page,
      status,
      'from-the-proxy.1',
    ]);
  }
  const first = (await ask('/avatars')).headers.get('x-request-id');
  expect(first).toMatch(/^[\da-f-]{36}$/);
  expect((await ask('/avatars')).headers.get('x-request-id')).not.toBe(first);
});

test.each(['on', 'off'])(
  'with ACCESS_LOG=%s, log lines have the id of the request, and no query',
  async (access) => {
    const { adapter } = await openAdapter({ ACCESS_LOG: access });
    const lines: string[] = [];
    const log = createLogger(
      'adapter',
      { LOG_LEVEL: 'info', LOG_FORMAT: 'json' },
      { write: (line) => lines.push(line) },
    );
    const app = createApp({ ...adapter, log });
    const { method, body, headers } = jsonRender({
      avatarId: 'alice',
      voiceUrl: 'https://example.com/voice.wav',
    });
    await app.request('/render?secret=1', {
      method: method ?? 'POST',
      body: body ?? null,
      headers: { ...Object.fromEntries(new Headers(headers)), 'x-request-id': 'one' },
    });
    const fields = lines.map((line) => JSON.parse(line) as unknown);
    const accepted = { event: 'job.accepted', requestId: 'one' };
    const answered = {
      event: 'request.answered',
      requestId: 'one',
      method: 'POST',
      path: '/render',
      status: 202,
    };
    expect(fields).toMatchObject(access === 'on' ? [accepted, answered] : [accepted]);
    expect(lines.join('')).not.toContain('secret');
  },
);
