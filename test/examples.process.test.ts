import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../config/package-root.js';
import { freePort } from '../events/local/free-port.js';
import { servedVoice } from './fixtures/held-voice.js';
import { startLocal, type LocalProcess } from './fixtures/local-process.js';
import { mp4Boxes } from './fixtures/media.js';
import { jsonRender } from './fixtures/render-request.js';
import { functionEnvironment, startFunction } from './fixtures/service-function.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

async function local(extra: Readonly<Record<string, string>> = {}): Promise<LocalProcess> {
  return startLocal({ ...(await functionEnvironment(await temporaryFolder())), PORT: '0', ...extra });
}

interface Example {
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

/** Starts a program of examples/. It ends with the current test. */
function start(program: string, parameters: readonly string[], environment: Record<string, string> = {}) {
  const child: ChildProcess = spawn(program, parameters, {
    cwd: path.join(packageRoot, 'examples'),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', ...environment },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  }
  const ended = once(child, 'close').then(() => child.exitCode);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { output: () => text, ended } satisfies Example;
}

describe('the examples', () => {
  test('render.sh downloads the video of a bundled portrait', async () => {
    const { url } = await local();
    const out = path.join(await temporaryFolder(), 'result.mp4');
    const example = start('bash', ['render.sh', url, out]);
    expect(await example.ended, example.output()).toBe(0);
    expect(mp4Boxes(await readFile(out))).toEqual(expect.arrayContaining(['ftyp', 'moov', 'mdat']));
  });

  test('render.sh fails with the problem that the service reports', async () => {
    const { url } = await local();
    const out = path.join(await temporaryFolder(), 'result.mp4');
    const example = start('bash', ['render.sh', url, out, 'README.md']);
    expect(await example.ended).not.toBe(0);
    expect(example.output()).toContain('"code":"voice_unreadable"');
    await expect(readFile(out)).rejects.toThrow('ENOENT');
  });

  test('client.mjs renders a text, shows its progress, and saves the video', async () => {
    const { url } = await local();
    const out = path.join(await temporaryFolder(), 'result.mp4');
    const example = start(process.execPath, ['client.mjs', url, 'alice', 'Hi.', out]);
    expect(await example.ended, example.output()).toBe(0);
    expect(example.output()).toMatch(/^completed 1$/m);
    expect(mp4Boxes(await readFile(out))).toEqual(expect.arrayContaining(['ftyp', 'moov', 'mdat']));
    const failing = start(process.execPath, ['client.mjs', url, 'missing', 'Hi.', out]);
    expect(await failing.ended).toBe(1);
    expect(failing.output()).toMatch(/^avatar_not_found: /m);
  });

  test('pipeline.mjs receives the progress and the outcome of its request', async () => {
    const port = String(await freePort());
    const environment = await functionEnvironment(await temporaryFolder());
    const { url } = await startFunction({ ...environment, K_SINK: `http://127.0.0.1:${port}/` });
    const example = start(process.execPath, ['pipeline.mjs', 'alice', await servedVoice(2)], {
      TARGET: url.href,
      PORT: port,
    });
    expect(await example.ended, example.output()).toBe(0);
    expect(example.output()).toContain('"type":"render.progressed"');
    expect(example.output()).toMatch(/"type":"render.completed",.*"avatarId":"alice"/);
  });

  test('webhook-receiver.mjs accepts the signed outcome of a job, and refuses a forged one', async () => {
    const port = String(await freePort());
    const receiver = start(process.execPath, ['webhook-receiver.mjs'], {
      WEBHOOK_SECRET: secret,
      PORT: port,
    });
    await vi.waitFor(() => expect(receiver.output()).toContain(`listening on port ${port}`), 100_000);
    const callbackUrl = `http://127.0.0.1:${port}/`;
    const forged = await fetch(callbackUrl, {
      method: 'POST',
      headers: { 'webhook-id': 'x', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' },
      body: '{}',
    });
    expect(forged.status).toBe(400);

    const { url } = await local({ WEBHOOK_SECRET: secret });
    const request = jsonRender({ voiceUrl: await servedVoice(0.5), callbackUrl });
    const { jobId } = z
      .object({ jobId: z.string() })
      .parse(await (await fetch(new URL('/render', url), request)).json());
    await vi.waitFor(
      () => expect(receiver.output()).toContain(`"type":"render.completed","jobId":"${jobId}"`),
      { timeout: 120_000 },
    );
  });
});
