import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { generate } from 'selfsigned';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../config/settings.js';
import { collectingSink } from '../../test/fixtures/collecting-sink.js';
import { completed } from '../../test/fixtures/events.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { unreachableUrl, serve } from '../../test/fixtures/web-server.js';
import { openSink, type Sink } from './sink.js';

function sinkAt(url: string, extra: Readonly<Record<string, string>> = {}): Sink {
  const sink = openSink(readSettings({ K_SINK: url, SINK_TIMEOUT_SECONDS: '5', ...extra }));
  if (!sink) throw new Error('there is no sink');
  return sink;
}

test('openSink sends an event unchanged, with the extensions of K_CE_OVERRIDES', async () => {
  const collecting = await collectingSink();
  const overrides = JSON.stringify({ extensions: { pipeline: 'video' } });
  const event = completed('job');
  await sinkAt(collecting.url, { K_CE_OVERRIDES: overrides })(event);
  const [arrived] = collecting.events;
  expect(arrived).toMatchObject({ id: event.id, type: event.type, data: event.data, pipeline: 'video' });
});

describe('openSink rejects with sink_unavailable', () => {
  test.each([400, 429, 500, 503])('if the sink responds with %i', async (status) => {
    const collecting = await collectingSink();
    collecting.answer(status);
    await expect(sinkAt(collecting.url)(completed('job'))).rejects.toMatchObject({
      code: 'sink_unavailable',
      message: `The sink (K_SINK) did not accept the event: it answered ${String(status)}.`,
    });
  });

  test('if the connection is refused', async () => {
    await expect(sinkAt(await unreachableUrl())(completed('job'))).rejects.toMatchObject({
      message: 'The sink (K_SINK) did not accept the event: it did not answer (ECONNREFUSED).',
    });
  });

  test('if the sink does not respond in time', async () => {
    const url = await serve(() => undefined);
    const slow = sinkAt(url, { SINK_TIMEOUT_SECONDS: '0.1' });
    await expect(slow(completed('job'))).rejects.toMatchObject({
      message: 'The sink (K_SINK) did not accept the event: it did not answer within 0.1 s.',
    });
  });

  test('unless it was aborted, which rejects with the reason of the abort', async () => {
    const url = await serve(() => undefined);
    const reason = new Error('the reason');
    await expect(sinkAt(url)(completed('job'), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('a sink that requires a token', () => {
  /** Accepts one token, as a Broker with OIDC does. */
  async function guardedSink() {
    const seen: (string | undefined)[] = [];
    let token = '';
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      request.resume();
      response.writeHead(request.headers.authorization === `Bearer ${token}` ? 202 : 401).end();
    });
    return { url, seen, accept: (next: string) => (token = next) };
  }

  test('gets the current content of the file with each event', async () => {
    const { url, seen, accept } = await guardedSink();
    const SINK_TOKEN_FILE = path.join(await temporaryFolder(), 'token');
    const sink = sinkAt(url, { SINK_TOKEN_FILE });
    for (const token of ['first', 'second']) {
      accept(token);
      await writeFile(SINK_TOKEN_FILE, `${token}\n`);
      await sink(completed('job'));
    }
    expect(seen).toEqual(['Bearer first', 'Bearer second']);
    accept('third');
    await expect(sink(completed('job'))).rejects.toMatchObject({ code: 'sink_unavailable' });
  });

  test('gets no header when the file does not exist, and no event when it cannot be read', async () => {
    const { url, seen } = await guardedSink();
    const folder = await temporaryFolder();
    const SINK_TOKEN_FILE = path.join(folder, 'token');
    await expect(sinkAt(url, { SINK_TOKEN_FILE })(completed('job'))).rejects.toMatchObject({
      message: 'The sink (K_SINK) did not accept the event: it answered 401.',
    });
    expect(seen).toEqual([undefined]);
    await expect(sinkAt(url, { SINK_TOKEN_FILE: folder })(completed('job'))).rejects.toMatchObject({
      message:
        'The sink (K_SINK) did not accept the event: its token (SINK_TOKEN_FILE) cannot be read (EISDIR).',
    });
    expect(seen).toHaveLength(1);
  });
});

describe('openSink with an HTTPS sink', () => {
  /** A server with a self-signed certificate, as in a cluster. */
  async function encryptedSink() {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'broker' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    const bodies: string[] = [];
    const server = https.createServer({ key, cert }, (request, response) => {
      void text(request).then((body) => {
        bodies.push(body);
        response.writeHead(202).end();
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    return { url: `https://127.0.0.1:${String(port)}`, cert, bodies };
  }

  test('trusts the certificates in K_CA_CERTS', async () => {
    const { url, cert, bodies } = await encryptedSink();
    await sinkAt(url, { K_CA_CERTS: cert })(completed('job'));
    expect(bodies).toHaveLength(1);
  });

  test('rejects a self-signed certificate without K_CA_CERTS', async () => {
    const { url, bodies } = await encryptedSink();
    await expect(sinkAt(url)(completed('job'))).rejects.toMatchObject({
      message: expect.stringMatching(/SELF_SIGNED|UNABLE_TO_VERIFY/) as string,
    });
    expect(bodies).toEqual([]);
  });
});

test.each(['[]', '{"extensions":{"a":1}}', 'no JSON'])(
  'openSink rejects invalid K_CE_OVERRIDES: %s',
  (text) => {
    expect(() => sinkAt('http://127.0.0.1/', { K_CE_OVERRIDES: text })).toThrow('K_CE_OVERRIDES');
  },
);
