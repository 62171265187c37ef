import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { producers } from '../../../test/fixtures/events.js';
import { deletePortrait, writePortrait } from '../../../storage/catalogue/write-portrait.js';
import { uploadedPrefix } from '../../../storage/catalogue/open-catalogue.js';
import type { Store } from '../../../storage/store.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { bucketForTests } from '../../../test/fixtures/stores.js';
import { isOfType, taskOutcome } from '../../contract/events.js';
import { recordTaskOutcome, taskKeys } from '../../status/task.js';

const preview = Buffer.from('a picture with a box');
const box = { x: 1, y: 1, width: 30, height: 30 };

async function portrait(store: Store, id: string): Promise<void> {
  const picture = { id, extension: '.png', bytes: Buffer.from(`${id}, a picture`), metadata: { box } };
  await writePortrait({ store, prefix: uploadedPrefix }, picture);
}

/** Stores what the function stores when it registers a portrait. @returns the id of the task */
async function registered(store: Store, id: string): Promise<string> {
  const requestId = randomUUID();
  await store.put(taskKeys.image(requestId), preview, { contentType: 'image/png' });
  await portrait(store, id);
  const data = { requestId, avatarId: id, width: 160, height: 200, box };
  const outcome = taskOutcome('portrait.completed', data, producers.function);
  await recordTaskOutcome(store, requestId, outcome);
  return requestId;
}

describe('GET /previews/{requestId}', () => {
  test('sends the preview of a portrait, which browsers revalidate each time', async () => {
    const { ask, store } = await runningAdapter();
    const address = `/previews/${await registered(store, 'ida')}`;
    const response = await ask(address);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(preview);
    const etag = response.headers.get('etag') ?? '';
    expect((await ask(address, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  test('responds with 404 after the portrait was deleted, even to a client with a cached preview', async () => {
    const { ask, store } = await runningAdapter();
    const [ida, otto] = [await registered(store, 'ida'), await registered(store, 'otto')];
    const etag = (await ask(`/previews/${ida}`)).headers.get('etag') ?? '';
    expect((await ask('/avatars/ida', { method: 'DELETE' })).status).toBe(204);
    const headers = { 'if-none-match': etag };
    await problemIn(await ask(`/previews/${ida}`), 'avatar_not_found');
    await problemIn(await ask(`/previews/${ida}`, { headers }), 'avatar_not_found');
    expect((await ask(`/previews/${otto}`)).status).toBe(200);
  });

  test('does not send the preview of a deleted portrait after another one was added with its id', async () => {
    const { ask, store } = await runningAdapter();
    const first = await registered(store, 'ida');
    await deletePortrait({ store, prefix: uploadedPrefix }, 'ida');
    // The clock of a file system ticks every few milliseconds.
    await sleep(20);
    const second = await registered(store, 'ida');
    await problemIn(await ask(`/previews/${first}`), 'avatar_not_found');
    expect((await ask(`/previews/${second}`)).status).toBe(200);
  });

  test('responds with 404 if the preview does not exist or is incomplete', async () => {
    const { ask, store } = await runningAdapter();
    const requestId = randomUUID();
    await problemIn(await ask(`/previews/${requestId}`), 'avatar_not_found');
    await store.put(taskKeys.image(requestId), preview, { contentType: 'image/png' });
    await problemIn(await ask(`/previews/${requestId}`), 'avatar_not_found');
    await problemIn(await ask('/previews/no-id'), 'request_invalid');
  });

  describe('from a bucket', () => {
    const openBucket = bucketForTests();

    test('sends the preview until the portrait is deleted', async () => {
      const { environment } = await openBucket();
      const { ask, store } = await runningAdapter({ STORE: environment['STORE'] ?? '' });
      const address = `/previews/${await registered(store, 'ida')}`;
      expect((await ask(address)).status).toBe(200);
      await ask('/avatars/ida', { method: 'DELETE' });
      await problemIn(await ask(address), 'avatar_not_found');
    });
  });
});

describe('a preview that is requested while a video renders', () => {
  test('is rejected with 503, renderer_busy, and the time to wait', async () => {
    const { ask, store, sink } = await runningAdapter();
    await portrait(store, 'ida');
    const responding = ask('/avatars/ida/preview', { method: 'POST' });
    const requestId = await vi.waitFor(() => {
      const [event] = sink.events;
      if (!event || !isOfType(event, 'preview.requested')) throw new Error('not requested yet');
      return event.data.requestId;
    });
    const details = { retryAfterSeconds: 15 };
    const data = {
      requestId,
      avatarId: 'ida',
      code: 'renderer_busy' as const,
      message: 'The engine is rendering a video.',
      details,
    };
    const outcome = taskOutcome('preview.failed', data, producers.function);
    await recordTaskOutcome(store, requestId, outcome);
    const response = await responding;
    expect(response.headers.get('retry-after')).toBe('15');
    await problemIn(response, 'renderer_busy');
  });
});
