import { describe, expect, test } from 'vitest';
import { RenderError } from '../../errors/render-error.js';
import { taskRequested } from '../../events/contract/events.js';
import { readTaskOutcome } from '../../events/status/task.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { producers, requested, traceparent } from '../../test/fixtures/events.js';
import { faultyStore } from '../../test/fixtures/faulty-store.js';
import { functionContext, occupyQueue } from '../../test/fixtures/function-context.js';
import { speechServer } from '../../test/fixtures/speech-server.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { handleTask } from './handle-task.js';

const running = new AbortController().signal;
const envelope = { ...producers.adapter, traceparent };
const portrait = taskRequested(
  'portrait.requested',
  { requestId: 'task', avatarId: 'alice', box: { x: 5, y: 5, width: 1, height: 1 } },
  envelope,
);
const preview = taskRequested('preview.requested', { requestId: 'task', avatarId: 'missing' }, envelope);

const speech = taskRequested('speech.requested', { requestId: 'task', text: 'Привет' }, envelope);

describe('handleTask', () => {
  test('rejects data that names no task to end', async () => {
    const broken = preview.cloneWith({ data: { avatarId: 'alice' } });
    for (const event of [broken, requested('job')]) {
      await expect(handleTask(event, await functionContext(), running)).rejects.toMatchObject({
        code: 'request_invalid',
      });
    }
  });

  test.each([
    [portrait, 'portrait.failed', 'face_box_invalid'],
    [preview, 'preview.failed', 'avatar_not_found'],
    [speech, 'speech.failed', 'language_unsupported'],
  ])('ends $type that cannot succeed, and returns the same outcome again', async (event, type, code) => {
    const context = await functionContext();
    const outcome = await handleTask(event, context, running);
    expect(outcome).toMatchObject({ type, data: { requestId: 'task', code } });
    expect(await handleTask(event, context, running)).toEqual(outcome);
    expect(await readTaskOutcome(context.store, 'task')).toEqual(outcome);
  });

  test('ends a preview with `renderer_busy` at once while a video is rendered', async () => {
    const context = await functionContext();
    occupyQueue(context);
    const event = taskRequested('preview.requested', { requestId: 'task', avatarId: 'alice' }, envelope);
    expect(await handleTask(event, context, running)).toMatchObject({
      type: 'preview.failed',
      data: { code: 'renderer_busy', details: { retryAfterSeconds: expect.any(Number) as number } },
    });
  });

  test('ends a text that a speech server does not speak, within the time that the client waits', async () => {
    const { url, asked } = await speechServer(
      (_, response) => void response.writeHead(503).end('{"error":{"message":"No default voice"}}'),
    );
    const settings = { SPEECH_URL: url, TASK_TIMEOUT_SECONDS: '2' };
    const context = await functionContext(undefined, settings);
    const event = taskRequested('speech.requested', { requestId: 'task', text: 'Hello.' }, envelope);
    expect(await handleTask(event, context, running)).toMatchObject({
      type: 'speech.failed',
      data: {
        code: 'speech_unavailable',
        message: `The speech server ${new URL(url).host} answered with status 503: No default voice. Tried for up to 1.5 s.`,
      },
    });
    expect(asked.length).toBeGreaterThan(1);
  });

  test('throws a fault that a retry can fix, and records no outcome', async () => {
    const folder = new FolderStore(await temporaryFolder());
    const store = faultyStore(folder, (_, key) =>
      /^avatars\/.*\.png$/.test(key) ? new RenderError('store_unavailable', 'away') : undefined,
    );
    await expect(handleTask(portrait, await functionContext(store), running)).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    expect(await readTaskOutcome(folder, 'task')).toBeUndefined();
  });

  test('performs a task a second time at once, and ends it if it fails again in the same way', async () => {
    const folder = new FolderStore(await temporaryFolder());
    let reads = 0;
    const store = faultyStore(folder, (_, key) =>
      /^avatars\/.*\.png$/.test(key)
        ? new RenderError('internal', ++reads > 0 ? 'unexpected' : '')
        : undefined,
    );
    const outcome = await handleTask(portrait, await functionContext(store), running);
    expect(outcome).toMatchObject({ type: 'portrait.failed', data: { requestId: 'task', code: 'internal' } });
    expect(reads).toBe(2);
    expect(await readTaskOutcome(folder, 'task')).toEqual(outcome);
  });

  test('throws if the second failure of a task differs from the first', async () => {
    const folder = new FolderStore(await temporaryFolder());
    let reads = 0;
    const store = faultyStore(folder, (_, key) =>
      /^avatars\/.*\.png$/.test(key) ? new RenderError('internal', `failure ${String(++reads)}`) : undefined,
    );
    await expect(handleTask(portrait, await functionContext(store), running)).rejects.toMatchObject({
      message: 'failure 2',
    });
    expect(await readTaskOutcome(folder, 'task')).toBeUndefined();
  });
});
