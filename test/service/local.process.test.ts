import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { jobSchema } from '../../events/adapter/jobs/job-document.js';
import { coveredWarning, portraitWithMicrophone } from '../fixtures/bundled-portraits.js';
import { heldVoice, servedVoice } from '../fixtures/held-voice.js';
import { spawnLocal, startLocal, type LocalProcess } from '../fixtures/local-process.js';
import { mp4Boxes } from '../fixtures/media.js';
import { problemIn } from '../fixtures/problem.js';
import { formRender, jsonRender, voiceBytes } from '../fixtures/render-request.js';
import { paintedPicture, pngOf } from '../fixtures/pictures.js';
import { functionEnvironment } from '../fixtures/service-function.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const mp4 = { accept: 'video/mp4' };

async function started(extra: Record<string, string> = {}) {
  const environment = await functionEnvironment(await temporaryFolder());
  const service = await startLocal({ ...environment, PORT: '0', ...extra });
  const ask = (page: string, init?: RequestInit) => fetch(new URL(page, service.url), init);
  return { ...service, ask };
}

async function videoIn(response: Response): Promise<Buffer> {
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'video/mp4']);
  expect(mp4Boxes(bytes)).toEqual(expect.arrayContaining(['ftyp', 'moov', 'mdat']));
  return bytes;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Checks that the service, whose function runs, ends with all its processes. */
async function endsWithItsProcesses(
  { kill, children, ended }: LocalProcess,
  signal: NodeJS.Signals,
): Promise<void> {
  const pids = await children();
  expect(pids).toHaveLength(1);
  kill(signal);
  expect((await ended).exitCode).toBe(signal === 'SIGKILL' ? null : 0);
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 100_000);
}

describe('the local service', () => {
  test('renders videos for JSON, forms, uploads, and waiting requests, and ends on SIGINT', async () => {
    const { ask, ...service } = await started();
    const response = await ask('/render', jsonRender({ voiceUrl: await servedVoice(0.5) }));
    expect(response.status).toBe(202);
    const statusUrl = response.headers.get('location') ?? '';
    const video = await videoIn(await ask(`${statusUrl}?wait=100`, { headers: mp4 }));
    const job = jobSchema.parse(
      await (await ask(statusUrl, { headers: { accept: 'application/json' } })).json(),
    );
    expect(job).toMatchObject({ state: 'completed', result: { frames: 13, bytes: video.length } });
    expect(job.result?.mark).toBe('xmp');
    expect(video.includes('compositeWithTrainedAlgorithmicMedia')).toBe(true);
    expect(job.result?.sha256).toBe(createHash('sha256').update(video).digest('hex'));

    const uploaded = await ask('/render', formRender({ voice: voiceBytes() }));
    await videoIn(await ask(`${uploaded.headers.get('location') ?? ''}?wait=100`, { headers: mp4 }));
    await videoIn(await ask('/render?wait=100', formRender({ voice: voiceBytes() }, mp4)));

    const failing = jsonRender({ voiceUrl: 'http://127.0.0.1:1/x.wav' }, mp4);
    await problemIn(await ask('/render?wait=100', failing), 'voice_unreachable');
    await endsWithItsProcesses(service, 'SIGINT');
  });

  test('adds portraits, renders previews, moves faces, deletes portraits, and ends on SIGTERM', async () => {
    const { ask, ...service } = await started();
    const form = async (fields: Record<string, string>) => {
      const body = new FormData();
      body.set('picture', new Blob([Uint8Array.from(await pngOf(paintedPicture(200, 240)))]), 'Aunt Ida.png');
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      return ask('/avatars', { method: 'POST', body });
    };
    const added = await form({ face: '50,60,100,120' });
    expect([added.status, added.headers.get('location')]).toEqual([201, '/avatars/aunt-ida']);
    const portrait: unknown = await added.json();
    expect(portrait).toMatchObject({
      id: 'aunt-ida',
      imageUrl: '/avatars/aunt-ida.png',
      width: 200,
      height: 240,
    });
    await problemIn(await form({ face: '50,60,100,120' }), 'avatar_exists');
    await problemIn(await form({ id: 'ida', face: '150,60,100,120' }), 'face_box_invalid');
    await problemIn(await form({ id: 'ida', face: 'there' }), 'request_invalid');

    const frame = await ask('/avatars/aunt-ida/preview', { method: 'POST' });
    expect([frame.status, frame.headers.get('content-type')]).toEqual([200, 'image/png']);
    const { xmp } = await sharp(await frame.arrayBuffer()).metadata();
    expect(xmp?.toString()).toContain('compositeWithTrainedAlgorithmicMedia');

    const face = (id: string) =>
      ask(`/avatars/${id}/face`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ x: 40, y: 50, width: 110, height: 130 }),
      });
    expect((await face('aunt-ida')).status).toBe(200);
    await problemIn(await face('alice'), 'avatar_bundled');
    expect((await ask('/avatars/aunt-ida', { method: 'DELETE' })).status).toBe(204);
    await problemIn(await ask('/avatars/aunt-ida'), 'avatar_not_found');
    await problemIn(await ask('/avatars/alice', { method: 'DELETE' }), 'avatar_bundled');
    await endsWithItsProcesses(service, 'SIGTERM');
  });

  test('warns of a covered mouth when a portrait is added, whenever it is read, and of its videos', async () => {
    const { ask } = await started();
    const body = new FormData();
    body.set('picture', new Blob([Uint8Array.from(await portraitWithMicrophone())]), 'singer.png');
    const added = await ask('/avatars', { method: 'POST', body });
    expect([added.status, await added.json()]).toMatchObject([201, { warnings: [coveredWarning] }]);
    expect(await (await ask('/avatars/singer')).json()).toMatchObject({ warnings: [coveredWarning] });

    const request = formRender({ avatarId: 'singer', voice: voiceBytes() }, { accept: 'application/json' });
    const job = jobSchema.parse(await (await ask('/render?wait=100', request)).json());
    expect(job).toMatchObject({ state: 'completed', result: { warnings: [coveredWarning] } });
  });

  test('restarts a killed function, which completes the job', async () => {
    const { ask, log, children } = await started({ CLAIM_SECONDS: '2' });
    const voice = await heldVoice(0.5);
    const response = await ask('/render', jsonRender({ voiceUrl: voice.url }));
    await voice.downloading;
    for (const pid of await children()) process.kill(pid, 'SIGKILL');
    voice.release();
    await videoIn(await ask(`${response.headers.get('location') ?? ''}?wait=100`, { headers: mp4 }));
    expect(log.of('function.ended')).toHaveLength(1);
    expect(log.of('render.started').map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(log.of('render.ended')).toHaveLength(1);
  });

  test('cancels a job during the render, and leaves no process if it is killed', async () => {
    const { ask, log, ...service } = await started();
    const voice = await heldVoice();
    const response = await ask('/render', jsonRender({ voiceUrl: voice.url }));
    await voice.downloading;
    const jobId = (response.headers.get('location') ?? '').replace('/status/', '');
    expect((await ask(`/render/${jobId}`, { method: 'DELETE' })).status).toBe(204);
    await problemIn(await ask(`/status/${jobId}`), 'cancelled');
    const next = await ask('/render?wait=100', formRender({ voice: voiceBytes() }, mp4));
    await videoIn(next);
    expect(log.of('render.ended').length).toBeGreaterThanOrEqual(1);
    await endsWithItsProcesses({ ...service, log }, 'SIGKILL');
  });

  test('fails without leaving processes if its port is in use', async () => {
    const other = createServer().listen(0);
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const address = other.address();
    const PORT = typeof address === 'object' && address ? String(address.port) : '';
    const environment = await functionEnvironment(await temporaryFolder());
    const { ended, log } = spawnLocal({ ...environment, PORT });
    expect(await ended).toEqual({ exitCode: 2, signal: null });
    expect(log.lines.at(-1)).toMatchObject({ level: 'fatal', code: 'bad_setting' });
    expect(log.lines.at(-1)?.['msg']).toContain(`Port ${PORT}`);
  });
});
