import { describe, expect, test } from 'vitest';
import { problemIn } from '../../../test/fixtures/problem.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { gathered } from '../../../test/fixtures/streams.js';

const picture = 'content-disposition: form-data; name="picture"; filename="ida.png"';
const headers = { 'content-type': 'multipart/form-data; boundary=x' };

/** `POST /avatars` with a form as it goes over the line. */
function rawForm(...lines: readonly string[]): RequestInit {
  return { method: 'POST', headers, body: lines.join('\r\n') };
}

describe('a picture that is sent', () => {
  test.each([
    ['that ends after it', rawForm('--x', picture, '', 'a picture', '--x')],
    ['that is cut off in the next field', rawForm('--x', picture, '', 'a picture', '--x', 'content-dis')],
    ['that is cut off within it', rawForm('--x', picture, '', 'half a pic')],
    ['without an end', rawForm('--x', picture, '', 'a picture', '--y--')],
  ])('in a form %s leaves nothing', async (_, init) => {
    const { ask, store, sink } = await runningAdapter();
    await problemIn(await ask('/avatars', init), 'request_invalid');
    expect(await gathered(store.list(''))).toEqual([]);
    expect(sink.events).toEqual([]);
  });

  test.each([
    ['a bad id', { id: 'Ida' }, 'request_invalid'],
    ['an unknown field', { color: 'red' }, 'request_invalid'],
    ['a face that is no box', { face: '1,2,3' }, 'request_invalid'],
    ['the id of another', { id: 'alice' }, 'avatar_exists'],
  ] as const)('with %s leaves nothing', async (_, fields, code) => {
    const { ask, store, sink } = await runningAdapter();
    const body = new FormData();
    body.set('picture', new Blob(['a picture']), 'ida.png');
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    await problemIn(await ask('/avatars', { method: 'POST', body }), code);
    expect(await gathered(store.list(''))).toEqual([]);
    expect(sink.events).toEqual([]);
  });

  test('is refused where it is too large, leaves nothing, and the message names it and its limit', async () => {
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
    const trial = await problemIn(await post('voice', '/avatars/alice/preview', 2001), 'body_too_large');
    expect(trial.detail).toBe('The voice has more than 2000 bytes (UPLOAD_MAX_BYTES).');
    expect(await gathered(store.list(''))).toEqual([]);
    expect(sink.events).toEqual([]);
  });

  test('that nobody takes in, in time, leaves nothing; it was asked for', async () => {
    const { ask, store, sink } = await runningAdapter({ TASK_TIMEOUT_SECONDS: '0.3' });
    const body = new FormData();
    body.set('picture', new Blob(['a picture']), 'Aunt Ida (2).PNG');
    await problemIn(await ask('/avatars', { method: 'POST', body }), 'not_finished');
    expect(await gathered(store.list(''))).toEqual([]);
    expect(sink.events).toMatchObject([{ type: 'portrait.requested', data: { avatarId: 'aunt-ida-2' } }]);
  });
});
