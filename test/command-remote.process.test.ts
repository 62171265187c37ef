import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { jobKeys } from '../events/status/keys.js';
import { listEntries } from '../events/status/outbox.js';
import { createOutcome } from '../events/status/outcome.js';
import { readRequest } from '../events/status/request.js';
import { avatarProcess } from './fixtures/avatar-command.js';
import { completed } from './fixtures/events.js';
import { runningAdapter } from './fixtures/running-adapter.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';

const key = 'a-key-of-sixteen-letters';

describe('avatar-service render --server', () => {
  test('renders on the service and saves the video', async () => {
    const { url, store } = await runningAdapter({ API_KEYS: key });
    const folder = await temporaryFolder();
    const given = ['--avatar', 'alice', '--text', 'Hello.', '--motion', 'blink=1', '--out', 'a.mp4'];
    const run = avatarProcess(folder, ['render', '--server', url, ...given], { AVATAR_API_KEY: key });
    const [jobId = ''] = await vi.waitFor(async () => {
      const pending = await listEntries(store, 'pending');
      const request = await readRequest(store, pending[0] ?? 'none');
      expect(request?.data).toMatchObject({ text: 'Hello.', motion: { blink: 1 } });
      return pending;
    }, 30_000);
    await store.put(jobKeys.video(jobId), Buffer.from('video'), { contentType: 'video/mp4' });
    await createOutcome(store, jobId, completed(jobId));
    const { exitCode, stdout, stderr } = await run;
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`a.mp4: 50 frames, 2.00 s`);
    expect(await readFile(path.join(folder, 'a.mp4'), 'utf8')).toBe('video');
  });

  test('prints where a streamed video can be watched', async () => {
    const { url, store } = await runningAdapter();
    const folder = await temporaryFolder();
    const given = ['render', '--avatar', 'alice', '--text', 'Hello.', '--stream', '--out', 'a.mp4'];
    const run = avatarProcess(folder, [...given, '--server', url]);
    const [jobId = ''] = await vi.waitFor(async () => {
      const pending = await listEntries(store, 'pending');
      expect((await readRequest(store, pending[0] ?? 'none'))?.data.stream).toBe(true);
      return pending;
    }, 30_000);
    await store.put(jobKeys.video(jobId), Buffer.from('video'), { contentType: 'video/mp4' });
    await createOutcome(store, jobId, completed(jobId));
    const { exitCode, stderr } = await run;
    const address = `${url}/status/${jobId}`;
    expect(exitCode).toBe(0);
    expect(stderr.split(/\s+/).slice(0, 3)).toEqual([
      'watch:',
      `${address}/stream.m3u8`,
      `${address}/live.mp4`,
    ]);
    const here = await avatarProcess(folder, given);
    expect(here.stdout).toBe('');
    expect(here.stderr).toMatch(/^request_invalid: .*--stream.* needs --server/);
  });

  test('fails with the code of the service', async () => {
    const { url } = await runningAdapter({ API_KEYS: key });
    const folder = await temporaryFolder();
    const given = ['render', '--server', url, '--avatar', 'missing', '--text', 'Hello.', '--out', 'a.mp4'];
    const end = await avatarProcess(folder, given, { AVATAR_API_KEY: key });
    expect([end.exitCode, end.stdout]).toEqual([3, '']);
    expect(end.stderr).toMatch(/^avatar_not_found: /);
    const unknown = await avatarProcess(folder, given);
    expect(unknown.stderr).toMatch(/^unauthorized: /);
  });
});
