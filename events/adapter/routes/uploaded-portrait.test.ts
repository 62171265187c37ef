import { describe, expect, test } from 'vitest';
import { producers } from '../../../test/fixtures/events.js';
import type { CloudEvent } from 'cloudevents';
import type { Store } from '../../../storage/store.js';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { gathered } from '../../../test/fixtures/streams.js';
import { isOfType, taskOutcome } from '../../contract/events.js';
import { recordTaskOutcome } from '../../status/task.js';

const box = { x: 10, y: 20, width: 60, height: 70 };

async function upload(store: Store): Promise<void> {
  await store.put('avatars/ida.jpg', Buffer.from('a picture'), { contentType: 'image/jpeg' });
  await store.put('avatars/ida.json', Buffer.from('{}'), { contentType: 'application/json' });
}

async function keysOf(store: Store): Promise<string[]> {
  return (await gathered(store.list('avatars/'))).map(({ key }) => key);
}

function put(body: unknown): RequestInit {
  return { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

describe('PUT /avatars/{id}/face', () => {
  test('registers the portrait again with the given box', async () => {
    const opened = await openAdapter({}, async (event: CloudEvent<unknown>) => {
      if (!isOfType(event, 'portrait.requested')) throw new Error('another event');
      const { requestId } = event.data;
      const data = { requestId, avatarId: 'ida', width: 160, height: 200, box };
      const outcome = taskOutcome('portrait.completed', data, producers.function);
      await recordTaskOutcome(opened.adapter.store, requestId, outcome);
    });
    await upload(opened.adapter.store);
    const response = await opened.ask('/avatars/ida/face', put(box));
    const [event] = opened.sent;
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      id: 'ida',
      imageUrl: '/avatars/ida.jpg',
      previewUrl: `/previews/${String(event?.subject)}`,
      width: 160,
      height: 200,
      box,
    });
    expect(event?.data).toEqual({ requestId: event?.subject, avatarId: 'ida', box });
  });

  test.each([
    [{ ...box, width: 0 }, 'width'],
    [{ x: 1, y: 2, width: 3 }, 'height'],
    ['box', 'the body'],
  ])('rejects the box %j and asks the function for nothing', async (body, field) => {
    const { adapter, ask, sent } = await openAdapter();
    await upload(adapter.store);
    const problem = await problemIn(await ask('/avatars/ida/face', put(body)), 'request_invalid');
    expect(problem.detail).toContain(field);
    expect(sent).toEqual([]);
  });

  test('rejects portraits that were not uploaded, do not exist, or cannot exist', async () => {
    const { ask, sent } = await openAdapter();
    const bundled = await problemIn(await ask('/avatars/alice/face', put(box)), 'avatar_bundled');
    expect(bundled).toMatchObject({
      detail: 'The portrait alice was not uploaded and cannot be changed.',
      details: { avatarId: 'alice' },
    });
    await problemIn(await ask('/avatars/unknown/face', put(box)), 'avatar_not_found');
    await problemIn(await ask('/avatars/No_One/face', put(box)), 'request_invalid');
    expect(sent).toEqual([]);
  });
});

describe('DELETE /avatars/{id}', () => {
  const remove = { method: 'DELETE' };

  test('deletes an uploaded portrait with its metadata', async () => {
    const { adapter, ask } = await openAdapter();
    await upload(adapter.store);
    expect((await ask('/avatars/ida', remove)).status).toBe(204);
    expect(await keysOf(adapter.store)).toEqual([]);
    await problemIn(await ask('/avatars/ida', remove), 'avatar_not_found');
  });

  test('does not delete other portraits', async () => {
    const { adapter, ask } = await openAdapter();
    await upload(adapter.store);
    await problemIn(await ask('/avatars/alice', remove), 'avatar_bundled');
    await problemIn(await ask('/avatars/unknown', remove), 'avatar_not_found');
    await problemIn(await ask('/avatars/No_One', remove), 'request_invalid');
    expect(await keysOf(adapter.store)).toEqual(['avatars/ida.jpg', 'avatars/ida.json']);
    expect((await ask('/avatars/alice')).status).toBe(200);
  });
});
