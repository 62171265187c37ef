import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';
import { lastHeartbeat } from '../../events/status/lease.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { requested } from '../fixtures/events.js';
import { servedVoice } from '../fixtures/held-voice.js';
import { eventIn, sendEvent } from '../fixtures/send-event.js';
import { functionEnvironment, startFunction } from '../fixtures/service-function.js';
import { statusOf } from '../fixtures/status-of.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

describe('a function whose inference worker dies in the middle of a render', () => {
  test('becomes ready when the model is loaded again, and renders the redelivered job', async () => {
    const program = path.join(packageRoot, 'build', 'test', 'fixtures', 'worker-killer.js');
    const environment = await functionEnvironment(await temporaryFolder());
    const { url, log, kill } = await startFunction({ ...environment, NODE_OPTIONS: `--import=${program}` });
    const event = requested('job', { voiceUrl: await servedVoice(0.2) });
    const refused = await sendEvent(url, event);
    expect(refused.status).toBe(503);
    expect(refused.text).toMatch(/^inference_failed: /);
    expect(await statusOf(url, '/health/readiness')).toBe(503);
    expect(await statusOf(url, '/health/liveness')).toBe(200);

    kill('SIGUSR2');
    expect(eventIn(await sendEvent(url, event)).type).toBe('render.completed');
    expect(await statusOf(url, '/health/readiness')).toBe(200);
    expect(log.of('render.started').map(({ attempt }) => attempt)).toEqual([1, 2]);
  });
});

describe('a temporary error of the store', () => {
  test('leads to 503 and a released lease, and the next delivery succeeds', async () => {
    const folder = await temporaryFolder();
    const { url, log } = await startFunction(await functionEnvironment(folder));
    const event = requested('job', { voiceUrl: await servedVoice(0.2) });
    const obstacle = path.join(folder, 'store', 'videos');
    await mkdir(path.dirname(obstacle), { recursive: true });
    await writeFile(obstacle, 'no folder');
    const refused = await sendEvent(url, event);
    expect(refused.status).toBe(503);
    expect(refused.text).toMatch(/^store_refused: /);
    expect(refused.text).not.toContain(folder);

    // The next delivery need not wait for the lease to expire.
    expect(await lastHeartbeat(new FolderStore(path.join(folder, 'store')), 'job')).toBeUndefined();
    await rm(obstacle);
    expect(eventIn(await sendEvent(url, event)).type).toBe('render.completed');
    expect(log.of('render.started').map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(log.of('render.retry')).toHaveLength(1);
  });

  test('leads to 503 before the job is created, too', async () => {
    const folder = await temporaryFolder();
    const { url } = await startFunction(await functionEnvironment(folder));
    await rm(path.join(folder, 'store'), { recursive: true, force: true });
    await writeFile(path.join(folder, 'store'), 'no folder');
    const event = requested('job', { voiceUrl: await servedVoice(0.2) });
    expect((await sendEvent(url, event)).status).toBe(503);
    await rm(path.join(folder, 'store'));
    expect(eventIn(await sendEvent(url, event)).type).toBe('render.completed');
  });
});
