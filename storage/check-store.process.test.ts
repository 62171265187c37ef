import { once } from 'node:events';
import { createServer as createTcpServer } from 'node:net';
import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createLogger } from '../config/logger.js';
import { readSettings } from '../config/settings.js';
import { s3Environment } from '../test/fixtures/s3-server.js';
import { serve, unreachableUrl } from '../test/fixtures/web-server.js';
import { checkStore } from './check-store.js';
import { openStore } from './open-store.js';

const STORE = 's3://jobs/prefix';

afterEach(() => vi.unstubAllEnvs());

/** Checks a bucket at this endpoint. @returns the lines of the log */
async function check(endpoint: string): Promise<string[]> {
  for (const [name, value] of Object.entries(s3Environment(endpoint))) vi.stubEnv(name, value);
  const lines: string[] = [];
  const log = createLogger(
    'adapter',
    { LOG_LEVEL: 'info', LOG_FORMAT: 'json' },
    { write: (line) => void lines.push(line) },
  );
  await checkStore(await openStore(readSettings({ STORE })), log);
  return lines;
}

function s3Error(status: number, code: string): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
  };
}

/** A server that answers like one that expects TLS. */
async function tlsServer(): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.once('data', () => socket.end('HTTP/1.0 400 Bad Request\r\n\r\nThis is an HTTPS server.\n'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
}

describe('checkStore', () => {
  test('stops a start with https for a server without TLS, and says what to set', async () => {
    const url = (await serve(s3Error(404, 'NoSuchKey'))).replace('http:', 'https:');
    await expect(check(url)).rejects.toMatchObject({
      code: 'bad_setting',
      message: `AWS_ENDPOINT_URL_S3=${url} does not speak TLS. Use ${url.replace('https:', 'http:')}.`,
    });
  });

  test('stops a start with http for a server that expects TLS', async () => {
    const url = await tlsServer();
    await expect(check(url)).rejects.toMatchObject({
      code: 'bad_setting',
      message: `AWS_ENDPOINT_URL_S3=${url} does not answer as a server of S3 does. Check its port, or use ${url.replace('http:', 'https:')}.`,
    });
  });

  test('logs a missing bucket in one line, and starts: someone may still create it', async () => {
    const url = await serve(s3Error(404, 'NoSuchBucket'));
    const lines = await check(url);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      event: 'store.unavailable',
      msg: `STORE is ${STORE}, but AWS_ENDPOINT_URL_S3=${url} has no bucket jobs. Create it, or set STORE to another one.`,
    });
  });

  test('logs wrong credentials and a server that is down with the setting to look at', async () => {
    const wrong = await serve(s3Error(403, 'InvalidAccessKeyId'));
    expect((await check(wrong)).join('')).toContain(
      'rejects the credentials (InvalidAccessKeyId). Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    );
    const down = await unreachableUrl();
    expect((await check(down)).join('')).toContain(
      `AWS_ENDPOINT_URL_S3=${down} cannot be reached (ECONNREFUSED). Start it, or correct AWS_ENDPOINT_URL_S3.`,
    );
  });
});
