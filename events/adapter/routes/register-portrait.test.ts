import { describe, expect, test } from 'vitest';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { producers } from '../../../test/fixtures/events.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { gathered } from '../../../test/fixtures/streams.js';
import { isOfType, taskOutcome } from '../../contract/events.js';
import { recordTaskOutcome } from '../../status/task.js';

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
    ['an invisible name', { name: '\u200b' }, 'request_invalid'],
    ['a name without a letter for an id', { name: '美玲' }, 'request_invalid'],
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

  test('derives the id from the name, which it passes on as typed', async () => {
    const { ask, sink } = await runningAdapter({ TASK_TIMEOUT_SECONDS: '0.3' });
    const body = new FormData();
    body.set('picture', new Blob(['a picture']), 'IMG_0001.JPG');
    body.set('name', 'Tante Zoë / Jr.');
    await problemIn(await ask('/avatars', { method: 'POST', body }), 'not_finished');
    expect(sink.events).toMatchObject([{ data: { avatarId: 'tante-zoe-jr', name: 'Tante Zoë / Jr.' } }]);
  });

  test('only finds the face in a dry run, and deletes the picture before it answers', async () => {
    const data = { avatarId: 'ida', width: 20, height: 30, box: { x: 1, y: 2, width: 16, height: 17 } };
    let keys: string[] = [];
    const { ask, adapter, sent } = await openAdapter({}, async (event) => {
      if (!isOfType(event, 'portrait.requested')) throw new TypeError('another event');
      keys = (await gathered(adapter.store.list(''))).map(({ key }) => key);
      const { requestId } = event.data;
      const outcome = taskOutcome(
        'portrait.completed',
        { ...data, requestId, dryRun: true },
        producers.function,
      );
      await recordTaskOutcome(adapter.store, requestId, outcome);
    });
    const body = new FormData();
    body.set('picture', new Blob(['a picture']), 'ida.png');
    const answer = await ask('/avatars?dryRun=true', { method: 'POST', body });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { id: 'ida', width: 20, height: 30, box: data.box },
    ]);
    expect(sent).toMatchObject([{ data: { avatarId: 'ida', dryRun: true } }]);
    expect(keys).toEqual([expect.stringMatching(/^tasks\/.*picture$/)]);
    const left = (await gathered(adapter.store.list(''))).map(({ key }) => key);
    expect(left).toEqual([expect.stringMatching(/^tasks\/.*outcome/)]);
    await problemIn(await ask('/avatars?dryRun=yes', { method: 'POST', body }), 'request_invalid');
  });
});
