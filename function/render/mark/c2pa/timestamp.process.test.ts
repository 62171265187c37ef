import { expect, test } from 'vitest';
import { timestampAuthority } from '../../../../test/fixtures/timestamp-authority.js';
import { serve } from '../../../../test/fixtures/web-server.js';
import { requestTimestamp } from './timestamp.js';

const message = Buffer.from('a signature');

test('requestTimestamp returns the token of an authority that OpenSSL answers for', async () => {
  const token = Buffer.from(await requestTimestamp(await timestampAuthority(), message));
  // A sequence that begins with the identifier of signed data (1.2.840.113549.1.7.2).
  expect(token.indexOf(Buffer.from('06092a864886f70d010702', 'hex'))).toBe(4);
  expect(token.readUInt16BE(2)).toBe(token.length - 4);
});

test.each<[string, (response: import('node:http').ServerResponse) => void, string]>([
  ['answers with an error', (response) => response.writeHead(500).end(), 'status 500'],
  ['refuses', (response) => response.end(Buffer.from('30053003020102', 'hex')), 'it refused with status 2'],
  ['sends something else', (response) => response.end('<html>'), 'an unknown answer'],
  [
    'breaks off',
    (response) => response.end(Buffer.from('308205003003020100', 'hex')),
    'an incomplete answer',
  ],
  [
    'sends too much',
    (response) => response.writeHead(200, { 'content-length': '999999999' }).write('0'),
    '999999999 bytes',
  ],
])('requestTimestamp fails if the authority %s', async (_, answer, reason) => {
  const url = await serve((_request, response) => answer(response));
  await expect(requestTimestamp(url, message)).rejects.toMatchObject({
    code: 'mark_failed',
    message: `The time stamp authority of C2PA_TIMESTAMP_URL gave no time stamp (${reason}). Try again later, or unset it.`,
  });
});
