import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isOfType } from '../../events/contract/events.js';
import { requested } from '../fixtures/events.js';
import { servedVoice } from '../fixtures/held-voice.js';
import { readOnlyRoot } from '../fixtures/read-only-root.js';
import { eventIn, sendEvent } from '../fixtures/send-event.js';
import { functionEnvironment, spawnFunction, startFunction } from '../fixtures/service-function.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

test('the function renders with a read-only root, if TMPDIR is in a folder that it may write to', async () => {
  const folder = await temporaryFolder();
  const { command, environment } = await readOnlyRoot(folder);
  const { url } = await startFunction({ ...(await functionEnvironment(folder)), ...environment }, command);
  const outcome = eventIn(await sendEvent(url, requested('job', { voiceUrl: await servedVoice(0.4) })));
  expect(isOfType(outcome, 'render.completed') && outcome.data.frames).toBe(10);
  expect(await readdir(path.join(folder, 'store', 'videos'))).toContain('job.mp4');
  expect(await readdir(path.join(folder, 'tmp'))).toEqual([]);
});

test('the function stops at start without a place for temporary files, and names the folder', async () => {
  const folder = await temporaryFolder();
  const { command, environment } = await readOnlyRoot(folder);
  const given = Object.entries({ ...(await functionEnvironment(folder)), ...environment });
  const rest = Object.fromEntries(given.filter(([name]) => name !== 'TMPDIR'));
  const { ended, log } = await spawnFunction(rest, command);
  expect(await ended).toEqual({ exitCode: 2, signal: null });
  expect(log.of('process.fatal')).toEqual([
    expect.objectContaining({
      code: 'bad_setting',
      msg: 'Temporary files cannot be written to /tmp (EROFS). Set TMPDIR to a writable folder, or mount one there.',
    }),
  ]);
});
