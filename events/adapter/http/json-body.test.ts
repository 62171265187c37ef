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

  test.each([
    ['', ': it is empty.'],
    ['{', ' at line 1, column 2. The end of the body is missing.'],
    ['{"a":1}}', ' at line 1, column 8.'],
    ["{'a':1}", ' at line 1, column 2. Single quotes are not JSON: use " around names and texts.'],
    [
      'avatarId=alice',
      ' at line 1, column 1. It looks like the fields of a form: send an object such as {"text":"Hello."}.',
    ],
    [
      '{"a":1,\n "text":"Hello\nworld"}',
      ' at line 2, column 15. A line break inside a text must be written as \\n.',
    ],
    ['{"text":"a\tb"}', ' at line 1, column 11. A tab inside a text must be written as \\t.'],
    [
      '{\u201ctext\u201d:1}',
      ' at line 1, column 2. Curly quotes are not JSON: use " around names and texts.',
    ],
    [
      '{avatarId:alice}',
      ' at line 1, column 2. Its names have no quotes, which cmd.exe and PowerShell remove. Send the body from a file, as with curl -d @body.json.',
    ],
    [
      "'{avatarId:alice}'",
      " at line 1, column 1. The ' around the body was sent with it, as cmd.exe does. Send the body from a file, as with curl -d @body.json.",
    ],
    ['{"a":1,}', ' at line 1, column 8. Remove the comma before it.'],
    ['{"a":1 // one\n}', ' at line 1, column 8. JSON has no comments.'],
  ])('says where %j stops being JSON, and why', async (body, fault) => {
    await expect(readJson(request(body))).rejects.toMatchObject({
      code: 'request_invalid',
      message: `The body is not valid JSON${fault}`,
    });
  });

  test('takes JSON in a JSON text, and a body in the charset that its type names', async () => {
    const object = { avatarId: 'alice', text: 'Café' };
    expect(await readJson(request(JSON.stringify(JSON.stringify(object))))).toEqual(object);
    const latin1 = Uint8Array.from(Buffer.from(JSON.stringify(object), 'latin1'));
    const asked = (type: string) =>
      new Request('http://adapter/', { method: 'POST', headers: { 'content-type': type }, body: latin1 });
    expect(await readJson(asked('application/json; charset=ISO-8859-1'))).toEqual(object);
    await expect(readJson(asked('application/json'))).rejects.toMatchObject({
      message:
        'The body is not in UTF-8, but probably in Latin-1 or Windows-1252. Send it in UTF-8, or name its charset in Content-Type.',
    });
    await expect(readJson(asked('application/json; charset=klingon'))).rejects.toMatchObject({
      message: 'The body cannot be read as klingon. Send it in UTF-8.',
    });
  });

  test('rejects a request without a body', async () => {
    const asked = new Request('http://adapter/', { method: 'POST' });
    await expect(readJson(asked)).rejects.toMatchObject({ code: 'request_invalid' });
  });
});
