import { randomUUID } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FolderStore } from '../../../storage/folder/folder-store.js';
import type { Store } from '../../../storage/store.js';
import { gathered } from '../../../test/fixtures/streams.js';
import { onEveryStore } from '../../../test/fixtures/stores.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { jobKeys } from '../../status/keys.js';
import { taskKeys } from '../../status/task.js';
import { deleteOldTasks, taskRetentionMs } from './task-retention.js';

const { signal } = new AbortController();
const startMs = Date.now();
const aDayAgoMs = startMs - taskRetentionMs;
const tomorrowMs = startMs + taskRetentionMs;
const requestId = randomUUID();
const ofTask = [
  taskKeys.image(requestId),
  taskKeys.outcome(requestId),
  taskKeys.picture(requestId),
  taskKeys.voice(requestId),
];
const others = ['avatars/ida.png', jobKeys.request('job'), 'models/tasks/x', jobKeys.upload('job')];

async function keysOf(store: Store): Promise<string[]> {
  return (await gathered(store.list(''))).map(({ key }) => key);
}

async function fill(store: Store): Promise<void> {
  for (const key of [...ofTask, ...others]) {
    await store.put(key, Buffer.from(key), { contentType: 'application/octet-stream' });
  }
}

describe('deleteOldTasks', () => {
  onEveryStore((open) => {
    test('deletes the old files of tasks, and no others', async () => {
      const { store } = await open();
      await fill(store);
      expect(await deleteOldTasks(store, aDayAgoMs, signal)).toBe(0);
      expect(await keysOf(store)).toEqual([...ofTask, ...others].sort());
      expect(await deleteOldTasks(store, tomorrowMs, signal)).toBe(ofTask.length);
      expect(await keysOf(store)).toEqual([...others].sort());
      expect(await deleteOldTasks(store, tomorrowMs, signal)).toBe(0);
    });
  });

  test('deletes the files after a day', async () => {
    const folder = await temporaryFolder();
    const store = new FolderStore(folder);
    await fill(store);
    const age = async (key: string, hours: number) => {
      const then = new Date(startMs - hours * 3600_000);
      await utimes(path.join(folder, key), then, then);
    };
    await age(taskKeys.image(requestId), 24.1);
    await age(taskKeys.outcome(requestId), 23.9);
    await age('avatars/ida.png', 1000);
    expect(await deleteOldTasks(store, aDayAgoMs, signal)).toBe(1);
    expect(await keysOf(store)).toEqual([...ofTask.slice(1), ...others].sort());
  });

  test('rejects with the reason of an abort, and deletes nothing', async () => {
    const store = new FolderStore(await temporaryFolder());
    await fill(store);
    const reason = new Error('the process ends');
    await expect(deleteOldTasks(store, tomorrowMs, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(await keysOf(store)).toHaveLength(ofTask.length + others.length);
  });
});
