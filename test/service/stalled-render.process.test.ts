import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';
import { taskRequested } from '../../events/contract/events.js';
import { producers, requested } from '../fixtures/events.js';
import { servedVoice } from '../fixtures/held-voice.js';
import { eventIn, sendEvent } from '../fixtures/send-event.js';
import { functionEnvironment, startFunction } from '../fixtures/service-function.js';
import { expectOneStalledJob } from '../fixtures/stalled-fleet.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { serve } from '../fixtures/web-server.js';

const preload = path.join(packageRoot, 'build', 'test', 'fixtures', 'blocking-voice.js');

test('a voice that blocks the event loop costs two processes and fails, and the other jobs complete', async () => {
  await expectOneStalledJob(4);
});

test('a task that blocks the event loop costs one process, and its next delivery fails', async () => {
  const environment = {
    ...(await functionEnvironment(await temporaryFolder())),
    ...{ STALL_SECONDS: '2', NODE_OPTIONS: `--import=${preload}` },
  };
  const voiceUrl = `${await serve((_, response) => response.end('THIS VOICE BLOCKS'))}/voice`;
  const data = { requestId: 'task', avatarId: 'alice', voiceUrl };
  const event = taskRequested('preview.requested', data, producers.adapter);
  const first = await startFunction(environment);
  await expect(sendEvent(first.url, event)).rejects.toThrow();
  // The system's exit may abort a process whose other threads are at work; what counts was recorded before.
  await first.ended;
  expect(first.log.of('process.stalled')).toHaveLength(1);
  const second = await startFunction(environment);
  expect(eventIn(await sendEvent(second.url, event))).toMatchObject({
    type: 'preview.failed',
    data: { requestId: 'task', avatarId: 'alice', code: 'render_stalled' },
  });
});

test('a function that is stopped and continued as a whole goes on', { timeout: 60_000 }, async () => {
  const { url, kill, log } = await startFunction({
    ...(await functionEnvironment(await temporaryFolder())),
    STALL_SECONDS: '1',
  });
  kill('SIGSTOP');
  await sleep(2500);
  kill('SIGCONT');
  const answer = await sendEvent(url, requested('job', { voiceUrl: await servedVoice(0.2) }));
  expect(eventIn(answer).type).toBe('render.completed');
  expect(log.of('process.stalled')).toEqual([]);
});
