import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../errors/render-error.js';
import { readForm } from './form.js';

const limits = { UPLOAD_MAX_BYTES: 1000, PICTURE_MAX_BYTES: 100 };

function request(parts: readonly (readonly [string, string | Blob])[]): Request {
  const form = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, `${name}.bin`);
  }
  return new Request('http://adapter/', { method: 'POST', body: form });
}

/** Reads a form and keeps the file that it takes. */
async function read(asked: Request, field: 'voice' | 'picture' = 'voice') {
  const files: { name: string; bytes: Buffer }[] = [];
  const fields = await readForm(asked, field, limits, async (file, name) => {
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
    expect(fields).toEqual({ avatarId: 'alice', fps: '30' });
    expect(files).toEqual([{ name: 'voice.bin', bytes: Buffer.from('the voice') }]);
  });

  test('returns the last value of a field that is repeated', async () => {
    const { fields } = await read(
      request([
        ['fps', '25'],
        ['fps', '30'],
      ]),
    );
    expect(fields).toEqual({ fps: '30' });
  });

  test('skips files of other fields, and all but the first', async () => {
    const { files } = await read(
      request([
        ['other', new Blob(['x'.repeat(900)])],
        ['voice', new Blob(['first'])],
        ['voice', new Blob(['second'])],
      ]),
    );
    expect(files.map(({ bytes }) => bytes.toString())).toEqual(['first']);
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
    const asked = request([['picture', new Blob([new Uint8Array(101)])]]);
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
    const asked = request([['voice', new Blob(['the voice'])]]);
    await expect(readForm(asked, 'voice', limits, take)).rejects.toBe(refusal);
  });

  test('says that the disk is full if the handler of the file meets a full disk', async () => {
    const take = (file: Readable) => {
      file.resume();
      return Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
    };
    const asked = request([['voice', new Blob(['the voice'])]]);
    await expect(readForm(asked, 'voice', limits, take)).rejects.toMatchObject({ code: 'disk_full' });
  });

  test.each([
    ['no content type', {}, 'x'],
    ['another content type', { 'content-type': 'text/plain' }, 'x'],
    ['no boundary', { 'content-type': 'multipart/form-data' }, 'x'],
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
