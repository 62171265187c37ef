import { describe, expect, test, vi } from 'vitest';
import { jobKeys } from '../events/status/keys.js';
import { createOutcome, readOutcome } from '../events/status/outcome.js';
import { writeProgress } from '../events/status/progress.js';
import { createRequest, readRequest } from '../events/status/request.js';
import { acceptedJob } from '../test/fixtures/accepted-job.js';
import { completed, failed, progressed, requested } from '../test/fixtures/events.js';
import { finishedJob } from '../test/fixtures/finished-job.js';
import { runningAdapter } from '../test/fixtures/running-adapter.js';
import { jsonRender, voiceBytes } from '../test/fixtures/render-request.js';
import { putStream, putStreamedJob } from '../test/fixtures/stored-stream.js';
import { serve, unreachableUrl } from '../test/fixtures/web-server.js';
import { readEvents } from './event-stream.js';
import { AvatarClient, AvatarServiceError } from './client.js';

const key = 'a-key-of-sixteen-letters';

async function open(settings: Readonly<Record<string, string>> = {}) {
  const running = await runningAdapter({ API_KEYS: key, ...settings });
  const baseUrl = running.url + running.adapter.settings.BASE_PATH;
  return { ...running, client: new AvatarClient({ baseUrl, apiKey: key }) };
}

/** The error of a call that fails. */
async function errorOf(call: Promise<unknown>): Promise<AvatarServiceError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AvatarServiceError) return error;
  throw new Error('the call did not fail with an AvatarServiceError', { cause: error });
}

describe('AvatarClient', () => {
  test('renders a text, follows the job, and gets its video, below a path prefix', async () => {
    const { client, store } = await open({ BASE_PATH: '/tools' });
    const { jobId, statusUrl } = await client.render({ avatarId: 'alice', text: 'Hello.' });
    expect(statusUrl).toBe(`/tools/status/${jobId}`);
    expect((await readRequest(store, jobId))?.data).toMatchObject({ avatarId: 'alice', text: 'Hello.' });
    const states: string[] = [];
    const waiting = client.wait(jobId, { onProgress: ({ state }) => states.push(state) });
    await vi.waitFor(() => expect(states).toEqual(['queued']));
    await writeProgress(store, jobId, progressed(jobId));
    await vi.waitFor(() => expect(states).toEqual(['queued', 'processing']), 5000);
    await store.put(jobKeys.video(jobId), Buffer.from('video'), { contentType: 'video/mp4' });
    await createOutcome(store, jobId, completed(jobId));
    const job = await waiting;
    expect(job).toMatchObject({ jobId, state: 'completed', result: { frames: 50 } });
    expect(states).toEqual(['queued', 'processing', 'completed']);
    expect(await (await client.video(jobId)).text()).toBe('video');
    expect(client.videoUrl(jobId)).toMatch(new RegExp(`/tools/status/${jobId}/video$`));
    expect(await client.wait(jobId)).toEqual(job);
  });

  test('uploads a voice with its options', async () => {
    const { client, store } = await open();
    const voice = new Blob([voiceBytes()]);
    const { jobId } = await client.render({ avatarId: 'alice', voice, fps: 30, motion: { head: 0.5 } });
    const request = await readRequest(store, jobId);
    expect(request?.data).toMatchObject({ voiceUrl: `upload:${jobId}`, fps: 30, motion: { head: 0.5 } });
    expect((await store.head(jobKeys.upload(jobId)))?.bytes).toBe(voice.size);
  });

  test('starts one job for calls with one idempotency key', async () => {
    const { client } = await open();
    const render = () => client.render({ avatarId: 'alice', text: 'Once.' }, { idempotencyKey: 'once' });
    expect((await render()).jobId).toBe((await render()).jobId);
  });

  test('lists all jobs page by page', async () => {
    const { client, ask } = await open();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++)
      ids.push(await acceptedJob(await ask('/render', jsonRender({}, { authorization: `Bearer ${key}` }))));
    const listed: string[] = [];
    for await (const job of client.jobs({ limit: 2, state: 'queued' })) listed.push(job.jobId);
    expect(listed.sort()).toEqual(ids.sort());
  });

  test('cancels and removes a job', async () => {
    const { client, store } = await open();
    const { jobId } = await client.render({ avatarId: 'alice', text: 'Never mind.' });
    await client.cancel(jobId);
    expect((await readOutcome(store, jobId))?.type).toBe('render.cancelled');
    expect(await errorOf(client.wait(jobId))).toMatchObject({ code: 'cancelled', jobId });
    expect(await errorOf(client.cancel('none'))).toMatchObject({ code: 'job_not_found', status: 404 });
    await client.remove(jobId);
    expect(await errorOf(client.remove(jobId))).toMatchObject({ code: 'job_not_found', status: 404 });
  });

  test('knows portraits, voices, and the version', async () => {
    const { client } = await open();
    const avatars = await client.avatars();
    expect(avatars).toContainEqual(expect.objectContaining({ id: 'alice', imageUrl: '/avatars/alice.png' }));
    expect(await client.avatar('alice')).toMatchObject({ id: 'alice', added: false });
    const picture = await client.avatarPicture('alice');
    expect(picture.headers.get('content-type')).toBe('image/png');
    await picture.body?.cancel();
    expect((await client.voices()).map(({ id }) => id)).toContain('slt');
    expect((await client.version()).name).toBe('avatar-service');
  });

  test('yields a video while it is rendered, and says when it breaks off', async () => {
    const { client, store, url } = await open();
    const { jobId } = await client.render({ avatarId: 'alice', text: 'Live.', stream: true });
    await putStream(store, jobId, 1);
    const texts: string[] = [];
    for await (const bytes of client.stream(jobId)) {
      if (texts.push(Buffer.from(bytes).toString()) === 1) await putStream(store, jobId, 3, true);
    }
    expect(texts.join('')).toBe('<init><0><1><2>');
    expect(client.streamUrl(jobId)).toBe(`${url}/status/${jobId}/stream.m3u8`);
    expect(client.liveUrl(jobId)).toBe(`${url}/status/${jobId}/live.mp4`);

    await putStreamedJob(store, 'lost', 1);
    const watching = (async () => {
      for await (const bytes of client.stream('lost')) {
        expect(bytes.length).toBeGreaterThan(0);
        await createOutcome(store, 'lost', failed('lost'));
      }
    })();
    expect(await errorOf(watching)).toMatchObject({ code: 'unreachable', jobId: 'lost' });
    expect(await errorOf(client.stream('lost').next())).toMatchObject({ code: 'voice_unreachable' });
    await createRequest(store, 'whole', requested('whole'));
    expect(await errorOf(client.stream('whole').next())).toMatchObject({ code: 'job_not_found' });
  });

  test('reports the problem of the service with its code', async () => {
    const { client, url, store } = await open();
    const unknown = await errorOf(client.render({ avatarId: 'missing', text: 'Hello.' }));
    expect(unknown).toMatchObject({ name: 'AvatarServiceError', code: 'avatar_not_found', status: 404 });
    expect(unknown.message).toContain('missing');
    await createRequest(store, 'job', requested('job'));
    expect(await errorOf(client.video('job'))).toMatchObject({ code: 'not_finished', retryAfterSeconds: 2 });
    await createOutcome(store, 'job', failed('job'));
    const lost = { code: 'voice_unreachable', message: 'what is wrong', details: { limit: 7 }, jobId: 'job' };
    expect(await errorOf(client.wait('job'))).toMatchObject({ ...lost, status: undefined });
    expect(await errorOf(new AvatarClient({ baseUrl: url }).avatars())).toMatchObject({
      code: 'unauthorized',
    });
    expect(await errorOf(client.captions('job'))).toMatchObject({ code: 'speech_missing' });
  });

  test('reports a server that is not there, and one that is something else', async () => {
    const other = await serve((_, response) => response.writeHead(418).end('tea'));
    const wrong = await errorOf(new AvatarClient({ baseUrl: other }).version());
    expect(wrong).toMatchObject({ code: 'unexpected_answer', status: 418 });
    const none = await errorOf(new AvatarClient({ baseUrl: await unreachableUrl() }).version());
    expect(none).toMatchObject({ code: 'unreachable', status: undefined });
  });

  test('stops with its signal', async () => {
    const { client, store } = await open();
    await createRequest(store, 'job', requested('job'));
    const stop = new AbortController();
    const reason = new Error('enough');
    const waiting = client.wait('job', { signal: stop.signal, onProgress: () => stop.abort(reason) });
    await expect(waiting).rejects.toBe(reason);
  });

  test('opens a lost connection again, and yields no state twice', async () => {
    const { client, store, url } = await open();
    await finishedJob(store, 'done');
    await createRequest(store, 'job', requested('job'));
    let calls = 0;
    const breaking: typeof fetch = async (...given) => {
      const response = await fetch(...given);
      if (++calls > 1 || !response.body) return response;
      for await (const chunk of readEvents(response.body)) {
        const text = `id: ${chunk.id ?? ''}\ndata: ${chunk.data}\n\n`;
        return new Response(text, { headers: response.headers });
      }
      return response;
    };
    const lossy = new AvatarClient({ baseUrl: url, apiKey: key, fetch: breaking });
    const states: string[] = [];
    for await (const { state } of lossy.events('job')) {
      states.push(state);
      if (state === 'queued') await createOutcome(store, 'job', completed('job'));
    }
    expect([states, calls]).toEqual([['queued', 'completed'], 2]);
    expect((await client.wait('done')).state).toBe('completed');
  });
});
