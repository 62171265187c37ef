import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../errors/render-error.js';
import { readForm } from './form.js';

const limits = { UPLOAD_MAX_BYTES: 1000, PICTURE_MAX_BYTES: 100 };

async function request(parts: readonly (readonly [string, string | Blob])[]): Promise<Request> {
  const form = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, `${name}.bin`);
  }
  // The stream of a FormData that is no longer read throws outside of any test in Node 24; that of bytes ends.
  const sent = new Response(form);
  const headers = { 'content-type': sent.headers.get('content-type') ?? '' };
  return new Request('http://adapter/', { method: 'POST', headers, body: await sent.arrayBuffer() });
}

/** A form as programs write it that no FormData can. */
function multipart(...parts: readonly (readonly [string, string | undefined, string])[]): Request {
  const lines = parts.map(
    ([disposition, type, content]) =>
      `--b\r\nContent-Disposition: form-data; ${disposition}\r\n${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n${content}\r\n`,
  );
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  return new Request('http://adapter/', { method: 'POST', headers, body: `${lines.join('')}--b--\r\n` });
}

/** Reads a form and keeps the file that it takes. */
async function read(asked: Request | Promise<Request>, field: 'voice' | 'picture' = 'voice') {
  const files: { name: string; bytes: Buffer }[] = [];
  const fields = await readForm(await asked, field, limits, async (file, name) => {
    files.push({ name, bytes: await buffer(file) });
  });
  return { fields, files };
}

describe('readForm', () => {
  test('returns the text fields and passes the file on', async () => {
    const { fields, files } = await read(
      request([
        ['avatarId', 'alice'],
        ['voice', new Blob(['the voice'])],
        ['fps', '30'],
      ]),
    );
    expect(fields).toEqual({ avatarId: 'alice', fps: 30 });
    expect(files).toEqual([{ name: 'voice.bin', bytes: Buffer.from('the voice') }]);
  });

  test.each([
    ['fps', ['25', '30']],
    ['text', ['One.', 'Two.']],
    ['voice', [new Blob(['first']), new Blob(['second'])]],
  ])('rejects a form with two of %s', async (name, values) => {
    await expect(read(request(values.map((value) => [name, value])))).rejects.toMatchObject({
      code: 'request_invalid',
      message: `${name} was sent more than once. Send one.`,
    });
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'takes a field named %s as any other',
    async (name) => {
      const { fields } = await read(multipart([`name="${name}"`, undefined, 'value']));
      expect(Object.entries(fields)).toEqual([[name, 'value']]);
      expect({}).not.toHaveProperty('value');
    },
  );

  test('skips files of other fields', async () => {
    const { files } = await read(
      request([
        ['other', new Blob(['x'.repeat(900)])],
        ['voice', new Blob(['first'])],
      ]),
    );
    expect(files.map(({ bytes }) => bytes.toString())).toEqual(['first']);
  });

  test('takes what was not filled in as absent: a file that was not chosen, and empty fields', async () => {
    const { fields, files } = await read(
      multipart(
        ['name="voice"; filename=""', 'application/octet-stream', ''],
        ['name="text"', undefined, 'Hello.'],
        ['name="language"', undefined, ''],
        ['name="callbackUrl"', undefined, ' '],
      ),
    );
    expect([fields, files]).toEqual([{ text: 'Hello.' }, []]);
  });

  test.each([
    ['a type and no file name', 'name="voice"', 'audio/mpeg'],
    ['an empty file name', 'name="voice"; filename=""', 'audio/wav'],
  ])('takes a voice with %s as a file', async (_, disposition, type) => {
    const { fields, files } = await read(multipart([disposition, type, 'the voice']));
    expect([fields, files.map(({ bytes }) => bytes.toString())]).toEqual([{}, ['the voice']]);
  });

  test('takes a text that is a file, without its byte order mark, and rejects one in another encoding', async () => {
    const text = (content: string | Blob) => request([['text', new Blob([content])]]);
    expect((await read(text('\uFEFFGood morning, Zoë.'))).fields).toEqual({ text: 'Good morning, Zoë.' });
    await expect(read(text(new Blob([new Uint8Array([0x5a, 0x6f, 0xeb])])))).rejects.toMatchObject({
      code: 'request_invalid',
      message: 'The file text is not in UTF-8. Save it as a plain text in UTF-8.',
    });
    await expect(read(text('x'.repeat(300_000)))).rejects.toMatchObject({ code: 'body_too_large' });
  });

  test('names a missing boundary', async () => {
    for (const type of [
      'multipart/form-data',
      'Multipart/Form-Data; charset=utf-8',
      'multipart/form-data; boundary=',
    ]) {
      const asked = new Request('http://adapter/', {
        method: 'POST',
        headers: { 'content-type': type },
        body: 'x',
      });
      await expect(read(asked)).rejects.toMatchObject({
        code: 'request_invalid',
        message: expect.stringContaining('has no boundary. Do not set Content-Type yourself') as string,
      });
    }
  });

  test('accepts a file of exactly the maximum size, and rejects a larger one', async () => {
    const of = (bytes: number) => request([['voice', new Blob([new Uint8Array(bytes)])]]);
    expect((await read(of(1000))).files[0]?.bytes).toHaveLength(1000);
    await expect(read(of(1001))).rejects.toMatchObject({
      code: 'body_too_large',
      message: 'The voice has more than 1000 bytes (UPLOAD_MAX_BYTES).',
      details: { maxBytes: 1000 },
    });
  });

  test('applies the limit of the field that it reads', async () => {
    const asked = await request([['picture', new Blob([new Uint8Array(101)])]]);
    await expect(read(asked, 'picture')).rejects.toMatchObject({
      code: 'body_too_large',
      message: 'The picture has more than 100 bytes (PICTURE_MAX_BYTES).',
    });
  });

  test('throws what the handler of the file throws', async () => {
    const refusal = new RenderError('idempotency_conflict', 'another voice');
    const take = (file: Readable) => {
      file.resume();
      return Promise.reject(refusal);
    };
    const asked = await request([['voice', new Blob(['the voice'])]]);
    await expect(readForm(asked, 'voice', limits, take)).rejects.toBe(refusal);
  });

  test('says that the disk is full if the handler of the file meets a full disk', async () => {
    const take = (file: Readable) => {
      file.resume();
      return Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
    };
    const asked = await request([['voice', new Blob(['the voice'])]]);
    await expect(readForm(asked, 'voice', limits, take)).rejects.toMatchObject({ code: 'disk_full' });
  });

  test.each([
    ['no content type', {}, 'x'],
    ['another content type', { 'content-type': 'text/plain' }, 'x'],
    [
      'a form that breaks off',
      { 'content-type': 'multipart/form-data; boundary=b' },
      '--b\r\nContent-Disposition: form-data; name="voice"; filename="v"\r\n\r\nhalf',
    ],
  ])('rejects a body with %s', async (_, headers, body) => {
    const bytes = new TextEncoder().encode(body);
    const asked = new Request('http://adapter/', { method: 'POST', headers, body: bytes });
    await expect(read(asked)).rejects.toMatchObject({
      code: 'request_invalid',
      message: 'The form cannot be read. Send it as multipart/form-data.',
    });
  });
});
