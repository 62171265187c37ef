import { expect, test } from 'vitest';
import { completed } from '../../../test/fixtures/events.js';
import { ManualClock } from '../../../test/fixtures/manual-clock.js';
import { putStream, putStreamedJob } from '../../../test/fixtures/stored-stream.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { readSettings } from '../../../config/settings.js';
import { FolderStore } from '../../../storage/folder/folder-store.js';
import { createOutcome } from '../../status/outcome.js';
import { listStreams } from '../../status/stream.js';
import { deleteOldStreams } from './stream-retention.js';

const { signal } = new AbortController();

test('streams are deleted when those who began to watch in time have ended, and at once if their job no longer exists', async () => {
  const store = new FolderStore(await temporaryFolder());
  const settings = readSettings({ STREAM_KEEP_SECONDS: '100', VOICE_MAX_SECONDS: '60' });
  await putStreamedJob(store, 'ended', 2, true);
  const outcome = completed('ended');
  await createOutcome(store, 'ended', outcome);
  await putStreamedJob(store, 'running', 2);
  await putStream(store, 'deleted', 1);
  const at = (seconds: number) => {
    const clock = new ManualClock(Date.parse(outcome.time ?? '') + seconds * 1000);
    return deleteOldStreams({ store, settings, clock }, signal);
  };
  expect(await at(159)).toBe(1);
  expect((await listStreams(store)).sort()).toEqual(['ended', 'running']);
  expect(await at(160)).toBe(1);
  expect(await listStreams(store)).toEqual(['running']);
});
