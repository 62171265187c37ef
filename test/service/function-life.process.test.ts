import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, utimes } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { packageRoot } from '../../config/package-root.js';
import { freePort } from '../../events/local/free-port.js';
import { taskRequested } from '../../events/contract/events.js';
import { producers, requested } from '../fixtures/events.js';
import { heldVoice, servedVoice } from '../fixtures/held-voice.js';
import { eventIn, sendEvent, type EventAnswer } from '../fixtures/send-event.js';
import { functionEnvironment, spawnFunction, startFunction } from '../fixtures/service-function.js';
import { statusOf } from '../fixtures/status-of.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { serve } from '../fixtures/web-server.js';

const functionEntry = path.join(packageRoot, 'build', 'function', 'index.js');

describe('the process of the function', () => {
  test('is live and ready, even while it renders', async () => {
    const { url } = await startFunction(await functionEnvironment(await temporaryFolder()));
    const voice = await heldVoice();
    const answering = sendEvent(url, requested('job', { voiceUrl: voice.url }));
    await voice.downloading;
    expect(await statusOf(url, '/health/liveness')).toBe(200);
    expect(await statusOf(url, '/health/readiness')).toBe(200);
    voice.release();
    const answers = new Set<number>();
    const look = async () => {
      answers.add(await statusOf(url, '/health/liveness')).add(await statusOf(url, '/health/readiness'));
      return sleep(10, undefined);
    };
    let answer: EventAnswer | undefined;
    while (!answer) answer = await Promise.race([answering, look()]);
    expect(eventIn(answer).type).toBe('render.completed');
    expect([...answers]).toEqual([200]);
  });

  test('completes the render in flight after SIGTERM, and responds', async () => {
    const folder = await temporaryFolder();
    const { url, kill, ended } = await startFunction(await functionEnvironment(folder));
    const voice = await heldVoice();
    const answering = sendEvent(url, requested('job', { voiceUrl: voice.url }));
    await voice.downloading;
    kill('SIGTERM');
    await vi.waitFor(async () => expect(await statusOf(url, '/health/readiness')).toBe(503), 100_000);
    expect(await statusOf(url, '/health/liveness')).toBe(200);
    voice.release();
    expect(eventIn(await answering).type).toBe('render.completed');
    expect(await ended).toEqual({ exitCode: 0, signal: null });
    expect(await readdir(path.join(folder, 'tmp'))).toEqual([]);
  });

  test('answers the task in flight after SIGTERM', async () => {
    const { url, kill, ended } = await startFunction(await functionEnvironment(await temporaryFolder()));
    const voice = await heldVoice();
    const data = { requestId: 'task', avatarId: 'alice', voiceUrl: voice.url };
    const answering = sendEvent(url, taskRequested('preview.requested', data, producers.adapter));
    await voice.downloading;
    kill('SIGTERM');
    await vi.waitFor(async () => expect(await statusOf(url, '/health/readiness')).toBe(503), 20_000);
    voice.release();
    expect(eventIn(await answering).type).toBe('preview.completed');
    expect(await ended).toEqual({ exitCode: 0, signal: null });
  });

  test('removes the scratch folder of a killed process', async () => {
    const folder = await temporaryFolder();
    const environment = await functionEnvironment(folder);
    const { pid } = spawnSync(process.execPath, ['--version']);
    const stale = path.join(folder, 'tmp', `avatar-scratch-0123456789ab-${String(pid)}-a`);
    await mkdir(stale, { recursive: true });
    await utimes(stale, 1, 1);
    const { log } = await startFunction(environment);
    await vi.waitFor(() => expect(log.of('scratch.removed')).toHaveLength(1));
    expect(await readdir(path.join(folder, 'tmp'))).toEqual([]);
  });

  test('creates the folder for temporary files, renders there, and leaves it empty', async () => {
    const folder = await temporaryFolder();
    const TMPDIR = path.join(folder, 'data', 'tmp');
    const { url } = await startFunction({ ...(await functionEnvironment(folder)), TMPDIR });
    const answer = await sendEvent(url, requested('job', { voiceUrl: await servedVoice(0.2) }));
    expect(eventIn(answer).type).toBe('render.completed');
    expect(await readdir(TMPDIR)).toEqual([]);
  });

  test('renders without metrics if another program uses their port', async () => {
    const other = new URL(await serve((_, response) => response.end()));
    const environment = { ...(await functionEnvironment(await temporaryFolder())), METRICS_PORT: other.port };
    const { url, log } = await startFunction(environment);
    const [line] = await log.until('metrics.port_unavailable');
    expect(line).toMatchObject({
      level: 'warn',
      port: Number(other.port),
      reason: expect.stringContaining('EADDRINUSE') as string,
    });
    const answer = await sendEvent(url, requested('job', { voiceUrl: await servedVoice() }));
    expect(eventIn(answer).type).toBe('render.completed');
  });

  test.each([0, 100])('ends if its parent process is killed after %i ms', async (afterMs) => {
    const command = createRequire(import.meta.url).resolve('faas-js-runtime/bin/cli.js');
    const parent = `
      const { spawn } = require('node:child_process');
      const options = { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], detached: true };
      const { pid } = spawn(process.execPath, ${JSON.stringify([command, functionEntry])}, options);
      console.log(pid);
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${String(afterMs)});
    `;
    const FUNC_PORT = String(await freePort());
    const env = { ...(await functionEnvironment(await temporaryFolder())), FUNC_PORT };
    const { stdout } = spawnSync(process.execPath, ['-e', parent], { env, encoding: 'utf8' });
    const pid = Number(stdout);
    expect(pid).toBeGreaterThan(0);
    const isAlive = () =>
      readFile(`/proc/${String(pid)}/stat`, 'utf8').then(
        (stat) => !stat.includes(') Z '),
        () => false,
      );
    await vi.waitFor(async () => expect(await isAlive()).toBe(false), 100_000);
    await expect(fetch(`http://127.0.0.1:${FUNC_PORT}/health/liveness`)).rejects.toThrow();
  });

  test('ends at once if it is idle', async () => {
    const { kill, ended } = await startFunction(await functionEnvironment(await temporaryFolder()));
    kill('SIGTERM');
    expect(await ended).toEqual({ exitCode: 0, signal: null });
  });

  test.each(['exception', 'rejection'])('logs an uncaught %s that ends it', async (STRAY) => {
    const program = path.join(packageRoot, 'build', 'test', 'fixtures', 'stray-error.js');
    const { kill, ended, log } = await startFunction({
      ...(await functionEnvironment(await temporaryFolder())),
      NODE_OPTIONS: `--import=${program}`,
      STRAY,
    });
    kill('SIGUSR2');
    expect(await ended).toEqual({ exitCode: 1, signal: null });
    const [line] = log.of('process.uncaught');
    expect(line).toMatchObject({ level: 'fatal', err: { message: 'an unexpected error' } });
  });

  test.each([
    [{ VIDEO_FPS: 'many' }, 2, 'bad_setting', 'VIDEO_FPS is "many"'],
    [{ K_CE_OVERRIDES: '[]' }, 2, 'bad_setting', 'K_CE_OVERRIDES'],
    [{ TMPDIR: '/dev/null/tmp' }, 2, 'bad_setting', '/dev/null/tmp'],
    [{ K_SERVICE: 'function' }, 2, 'bad_setting', 'STORE'],
    [{ WAV2LIP_CHECKPOINT: '/nowhere.pth' }, 5, 'checkpoint_missing', '/nowhere.pth'],
    [{ WAV2LIP_CHECKPOINT: '', OPEN_MODEL: 'off' }, 5, 'checkpoint_missing', 'MODELS_DIR'],
    [{ FFMPEG_PATH: '/nowhere/ffmpeg' }, 6, 'ffmpeg_missing', '/nowhere/ffmpeg'],
    [
      { EXECUTION_PROVIDER: 'cuda', CUDA_VISIBLE_DEVICES: '' },
      ...[5, 'provider_unavailable', 'EXECUTION_PROVIDER=cuda is unavailable'],
    ],
  ] as const)('exits at once with %j, and logs the reason', async (setting, exitCode, code, words) => {
    const NODE_OPTIONS = `--import=${path.join(packageRoot, 'build', 'test', 'fixtures', 'cpu-time.js')}`;
    const environment = await functionEnvironment(await temporaryFolder());
    const { ended, log } = await spawnFunction({ ...environment, NODE_OPTIONS, ...setting });
    expect(await ended).toEqual({ exitCode, signal: null });
    // CPU time, since elapsed time depends on the load of the machine.
    const [, cpuSeconds] = /cpu time ([\d.]+) s/.exec(log.text()) ?? [];
    expect(Number(cpuSeconds)).toBeLessThan(2);
    const [line] = log.lines.filter(({ level }) => level === 'fatal');
    expect(line).toMatchObject({ code, service: 'function' });
    expect(line?.['msg']).toContain(words);
  });
});
