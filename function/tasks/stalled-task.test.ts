import { expect, test } from 'vitest';
import { serializeEvent, taskRequested } from '../../events/contract/events.js';
import { readTaskOutcome } from '../../events/status/task.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { producers, requested } from '../../test/fixtures/events.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { recordTaskStall } from './stalled-task.js';

const event = taskRequested('speech.requested', { requestId: 'task', text: 'Hello.' }, producers.adapter);

test('recordTaskStall ends a task, unless it has ended', async () => {
  const store = new FolderStore(await temporaryFolder());
  await recordTaskStall(store, serializeEvent(event), producers.function);
  const outcome = await readTaskOutcome(store, 'task');
  expect(outcome).toMatchObject({
    type: 'speech.failed',
    source: producers.function.source,
    data: { requestId: 'task', code: 'render_stalled' },
  });
  await recordTaskStall(store, serializeEvent(event), producers.adapter);
  expect(await readTaskOutcome(store, 'task')).toEqual(outcome);
});

test('recordTaskStall ignores an event that is not a task', async () => {
  const store = new FolderStore(await temporaryFolder());
  await recordTaskStall(store, serializeEvent(requested('job')), producers.function);
  expect(await readTaskOutcome(store, 'job')).toBeUndefined();
});
