import { describe, expect, test } from 'vitest';
import { producers } from '../../../test/fixtures/events.js';
import { readSettings } from '../../../config/settings.js';
import { RenderError } from '../../../errors/render-error.js';
import { FolderStore } from '../../../storage/folder/folder-store.js';
import { ManualClock } from '../../../test/fixtures/manual-clock.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { taskOutcome, taskRequested } from '../../contract/events.js';
import { recordTaskOutcome } from '../../status/task.js';
import type { Sink } from '../../sink/sink.js';
import { newRequestId, runTask } from './run-task.js';

const { signal } = new AbortController();
const requestId = newRequestId();
const event = taskRequested('preview.requested', { requestId, avatarId: 'alice' }, producers.adapter);
const envelope = producers.function;

async function contextWith(sink: Sink | undefined, timeoutSeconds = '60') {
  const store = new FolderStore(await temporaryFolder());
  const settings = readSettings({ TASK_TIMEOUT_SECONDS: timeoutSeconds });
  return { store, sink, settings, clock: new ManualClock() };
}

describe('runTask', () => {
  test('sends the task with the signal and returns the outcome that appears in the store', async () => {
    const sent: unknown[] = [];
    const context = await contextWith((...call) => {
      sent.push(call);
      return Promise.resolve();
    });
    const data = { requestId, avatarId: 'alice', width: 640, height: 480 };
    const outcome = taskOutcome('preview.completed', data, envelope);
    const asleep = context.clock.nextSleep();
    const running = runTask(event, 'preview.completed', context, signal);
    await asleep;
    await recordTaskOutcome(context.store, requestId, outcome);
    context.clock.advance(1000);
    expect((await running).data).toEqual(data);
    expect(sent).toEqual([[event, signal]]);
  });

  test('throws the error that the task ended with', async () => {
    const context = await contextWith(() => Promise.resolve());
    const data = {
      requestId,
      avatarId: 'alice',
      code: 'avatar_not_found' as const,
      message: 'Portrait alice does not exist.',
      details: { avatarId: 'alice' },
    };
    await recordTaskOutcome(context.store, requestId, taskOutcome('preview.failed', data, envelope));
    await expect(runTask(event, 'preview.completed', context, signal)).rejects.toMatchObject({
      code: 'avatar_not_found',
      message: 'Portrait alice does not exist.',
      details: { avatarId: 'alice' },
    });
  });

  test('throws if the task is not finished in time', async () => {
    const context = await contextWith(() => Promise.resolve(), '1');
    const asleep = context.clock.nextSleep();
    const running = runTask(event, 'preview.completed', context, signal);
    await asleep;
    await context.clock.advanceToNextSleep(999);
    context.clock.advance(150);
    await expect(running).rejects.toMatchObject({
      code: 'not_finished',
      message: 'The task was not finished within 1 s (TASK_TIMEOUT_SECONDS). Try again.',
    });
  });

  test('throws if the sink refuses the task, or without a sink', async () => {
    const refusal = new RenderError('sink_unavailable', 'the broker is away');
    const refusing = await contextWith(() => Promise.reject(refusal));
    await expect(runTask(event, 'preview.completed', refusing, signal)).rejects.toBe(refusal);
    const none = await contextWith(undefined);
    await expect(runTask(event, 'preview.completed', none, signal)).rejects.toMatchObject({
      code: 'sink_unavailable',
      message: 'K_SINK is not set. Set it to the address that receives events.',
    });
  });

  test('stops waiting when the client disconnects', async () => {
    const context = await contextWith(() => Promise.resolve());
    const leaving = AbortSignal.abort();
    await expect(runTask(event, 'preview.completed', context, leaving)).rejects.toThrow('aborted');
  });
});

test('newRequestId returns a new UUID each time', () => {
  const [first, second] = [newRequestId(), newRequestId()];
  expect(first).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(second).not.toBe(first);
});
