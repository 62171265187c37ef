import { expect, test } from 'vitest';
import { createOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';
import { completed, requested } from '../../../test/fixtures/events.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';

const headers = { 'content-type': 'application/json' };
const body = { avatarId: 'alice', voiceUrl: 'https://example.com/voice.wav' };

test.each([
  ['optional fields are null', JSON.stringify({ ...body, fps: null, callbackUrl: null })],
  ['the body begins with a byte order mark', `\uFEFF${JSON.stringify(body)}`],
])('a request is accepted if %s', async (_, text) => {
  const { ask, sink } = await runningAdapter();
  const bytes = new TextEncoder().encode(text);
  expect((await ask('/render', { method: 'POST', headers, body: bytes })).status).toBe(202);
  expect(sink.events.map(({ data }) => data)).toMatchObject([body]);
});

test.each([
  [' https://example.com/my voice.wav\n', 'https://example.com/my%20voice.wav'],
  ['https://example.com/\u00a0a\u00a0', 'https://example.com/%C2%A0a'],
  ['https://example.com/long\r\n/voice.wav', 'https://example.com/long/voice.wav'],
])('the URL %j is read as %j', async (given, voiceUrl) => {
  const { ask, sink } = await runningAdapter();
  const text = JSON.stringify({ ...body, voiceUrl: given, callbackUrl: null });
  expect((await ask('/render', { method: 'POST', headers, body: text })).status).toBe(202);
  expect(sink.events.map(({ data }) => data)).toMatchObject([{ voiceUrl }]);
});

test.each([
  ['UTF-16', {}, new Uint8Array(Buffer.from(JSON.stringify(body), 'utf16le')), 400, /UTF-16/],
  ['gzip', { 'content-encoding': 'gzip' }, new Uint8Array([31, 139]), 415, /Content-Encoding is gzip/],
])('a body in %s is refused by name', async (_, extra, bytes, status, detail) => {
  const { ask } = await runningAdapter();
  const answer = await ask('/render', { method: 'POST', headers: { ...headers, ...extra }, body: bytes });
  expect(answer.status).toBe(status);
  expect(await answer.text()).toMatch(detail);
});

test.each([
  ['/render', 'voice', 'voice=@clip.wav'],
  ['/avatars', 'picture', 'picture=@portrait.jpg'],
])('a form for %s with a text instead of the file says how to send it', async (route, field, hint) => {
  const { ask } = await runningAdapter();
  const form = new FormData();
  form.set('avatarId', 'alice');
  form.set(field, 'clip.wav');
  const answer = await ask(route, { method: 'POST', body: form });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(hint);
});

test.each([
  ['/avatars/', '/avatars'],
  ['//avatars', '/avatars'],
  ['/status/a/?wait=1', '/status/a?wait=1'],
])('%s redirects to %s', async (asked, location) => {
  const { url } = await runningAdapter();
  const answer = await fetch(url + asked, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([308, location]);
});

test('proxies pass on each event of a job at once, because its stream says so', async () => {
  const { ask, store } = await runningAdapter();
  await createOutcome(store, 'job', completed('job'));
  await createRequest(store, 'job', requested('job'));
  const answer = await ask('/status/job/events');
  expect(answer.headers.get('x-accel-buffering')).toBe('no');
  expect(answer.headers.get('cache-control')).toContain('no-cache');
  await answer.body?.cancel();
});

test('pages of other origins may call the API only if CORS_ORIGINS names them', async () => {
  const asking = { headers: { origin: 'https://app.example.com', 'access-control-request-method': 'POST' } };
  const closed = await runningAdapter();
  expect((await closed.ask('/avatars', asking)).headers.get('access-control-allow-origin')).toBeNull();
  const { ask } = await runningAdapter({ CORS_ORIGINS: 'https://app.example.com, https://b.example.com' });
  const preflight = await ask('/render', { method: 'OPTIONS', ...asking });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  const other = await ask('/avatars', { headers: { origin: 'https://other.example.com' } });
  expect(other.headers.get('access-control-allow-origin')).toBeNull();
});
