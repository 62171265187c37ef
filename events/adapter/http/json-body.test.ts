import { describe, expect, test } from 'vitest';
import { readJson } from './json-body.js';

function request(body: string | Uint8Array<ArrayBuffer>): Request {
  return new Request('http://adapter/', { method: 'POST', body });
}

describe('readJson', () => {
  test('reads any JSON value, in UTF-8', async () => {
    expect(await readJson(request('{"avatarId":"alice","list":[1,null]}'))).toEqual({
      avatarId: 'alice',
      list: [1, null],
    });
    expect(await readJson(request('"Zoë"'))).toBe('Zoë');
    expect(await readJson(request('null'))).toBeNull();
  });

  test('reads a body of 256 KiB, and rejects one byte more', async () => {
    const maxLength = 256 * 1024 - 2;
    expect(await readJson(request(`"${'x'.repeat(maxLength)}"`))).toHaveLength(maxLength);
    await expect(readJson(request(`"${'x'.repeat(maxLength + 1)}"`))).rejects.toMatchObject({
      code: 'body_too_large',
      message: 'The body has more than 262144 bytes.',
      details: { maxBytes: 262_144 },
    });
  });

  test.each(['', '{', '{"a":1}}', "{'a':1}", 'avatarId=alice'])('rejects %j', async (body) => {
    await expect(readJson(request(body))).rejects.toMatchObject({
      code: 'request_invalid',
      message: 'The body is not valid JSON.',
    });
  });

  test('rejects a request without a body', async () => {
    const asked = new Request('http://adapter/', { method: 'POST' });
    await expect(readJson(asked)).rejects.toMatchObject({ code: 'request_invalid' });
  });
});
