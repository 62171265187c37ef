import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FolderStore } from '../../../storage/folder/folder-store.js';
import { cancelled, requested } from '../../../test/fixtures/events.js';
import { ManualClock } from '../../../test/fixtures/manual-clock.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { jobKeys } from '../../status/keys.js';
import { createOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';
import { deleteOrphanedVoices } from './orphaned-voices.js';

const { signal } = new AbortController();
const sound = { contentType: 'audio/wav' };

test('deleteOrphanedVoices deletes old voices without a job, and keeps those of jobs', async () => {
  const folder = await temporaryFolder();
  const store = new FolderStore(folder);
  await createRequest(store, 'waiting', requested('waiting'));
  await createRequest(store, 'ended', requested('ended'));
  await createOutcome(store, 'ended', cancelled('ended'));
  for (const jobId of ['waiting', 'ended', 'orphaned']) {
    await store.put(jobKeys.upload(jobId), Buffer.from('voice'), sound);
    await store.put(jobKeys.speech(jobId), Buffer.from('speech'), sound);
    await store.put(jobKeys.captions(jobId), Buffer.from('captions'), sound);
  }
  const clock = new ManualClock();
  expect(await deleteOrphanedVoices({ store, clock }, signal)).toBe(0);
  // Young voices may belong to requests that are being received.
  clock.advance(24.02 * 3600_000);
  expect(await deleteOrphanedVoices({ store, clock }, signal)).toBe(4);
  expect(await readdir(path.join(folder, 'uploads'))).toEqual(['waiting']);
  expect((await readdir(path.join(folder, 'speech'))).sort()).toEqual([
    'ended.vtt',
    'ended.wav',
    'waiting.vtt',
    'waiting.wav',
  ]);
});
