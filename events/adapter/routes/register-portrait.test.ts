import { describe, expect, test } from 'vitest';
import { problemIn } from '../../../test/fixtures/problem.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { gathered } from '../../../test/fixtures/streams.js';

const picture = 'content-disposition: form-data; name="picture"; filename="ida.png"';
const headers = { 'content-type': 'multipart/form-data; boundary=x' };

/** `POST /avatars` with the raw lines of a form. */
function rawForm(...lines: readonly string[]): RequestInit {
  return { method: 'POST', headers, body: lines.join('\r\n') };
}

describe('POST /avatars', () => {
  test.each([
    ['that ends after the picture', rawForm('--x', picture, '', 'a picture', '--x')],
    ['that is truncated in the next field', rawForm('--x', picture, '', 'a picture', '--x', 'content-dis')],
    ['that is truncated in the picture', rawForm('--x', picture, '', 'half a pic')],
    ['without the closing boundary', rawForm('--x', picture, '', 'a picture', '--y--')],
  ])('stores nothing from a form %s', async (_, init) => {
    const { ask, store, sink } = await runningAdapter();
    await problemIn(await ask('/avatars', init), 'request_invalid');
    expect(await gathered(store.list(''))).toEqual([]);
    expect(sink.events).toEqual([]);
  });

  test.each([
    ['an invalid id', { id: 'Ida' }, 'request_invalid'],
    ['an unknown field', { color: 'red' }, 'request_invalid'],
    ['an incomplete face box', { face: '1,2,3' }, 'request_invalid'],
    ['the id of an existing portrait', { id: 'alice' }, 'avatar_exists'],
  ] as const)('stores nothing from a form with %s', async (_, fields, code) => {
    const { ask, store, sink } = await runningAdapter();
    const body = new FormData();
    body.set('picture', new Blob(['a picture']), 'ida.png');
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    await problemIn(await ask('/avatars', { method: 'POST', body }), code);
    expect(await gathered(store.list(''))).toEqual([]);
    expect(sink.events).toEqual([]);
  });

  test('rejects a picture or voice that is too large, names the limit, and stores nothing', async () => {
    const { ask, store, sink } = await runningAdapter({
      PICTURE_MAX_BYTES: '1000',
      UPLOAD_MAX_BYTES: '2000',
    });
    const post = (field: string, page: string, bytes: number) => {
      const body = new FormData();
      body.set('avatarId', 'alice');
      body.set(field, new Blob([Buffer.alloc(bytes)]), 'ida.png');
      return ask(page, { method: 'POST', body });
    };
    const picture = await problemIn(await post('picture', '/avatars', 1001), 'body_too_large');
    expect(picture.detail).toBe('The picture has more than 1000 bytes (PICTURE_MAX_BYTES).');
    expect(picture.details).toEqual({ maxBytes: 1000 });
    const voice = await problemIn(await post('voice', '/render', 2001), 'body_too_large');
    expect(voice.detail).toBe('The voice has more than 2000 bytes (UPLOAD_MAX_BYTES).');
    const preview = await problemIn(await post('voice', '/avatars/alice/preview', 2001), 'body_too_large');
    expect(preview.detail).toBe('The voice has more than 2000 bytes (UPLOAD_MAX_BYTES).');
    expect(await gathered(store.list(''))).toEqual([]);
    expect(sink.events).toEqual([]);
  });

  test('requests the registration, and stores nothing if the function does not respond in time', async () => {
    const { ask, store, sink } = await runningAdapter({ TASK_TIMEOUT_SECONDS: '0.3' });
    const body = new FormData();
    body.set('picture', new Blob(['a picture']), 'Aunt Ida (2).PNG');
    await problemIn(await ask('/avatars', { method: 'POST', body }), 'not_finished');
    expect(await gathered(store.list(''))).toEqual([]);
    expect(sink.events).toMatchObject([{ type: 'portrait.requested', data: { avatarId: 'aunt-ida-2' } }]);
  });
});
