import { describe, expect, test, vi } from 'vitest';
import { connectLegacyMcp, connectMcp } from '../../../test/fixtures/mcp-connection.js';
import { completed, progressed } from '../../../test/fixtures/events.js';
import { finishedJob } from '../../../test/fixtures/finished-job.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import type { Store } from '../../../storage/store.js';
import { jobKeys } from '../../status/keys.js';
import { listEntries } from '../../status/outbox.js';
import { createOutcome, readOutcome } from '../../status/outcome.js';
import { writeProgress } from '../../status/progress.js';

const key = 'a-key-of-sixteen-letters';
const tools = ['cancel_render', 'get_status', 'list_avatars', 'list_voices', 'render_video', 'start_render'];

/** Renders the next job as a function does. @returns its id */
async function renderNext(store: Store): Promise<string> {
  const [jobId = ''] = await vi.waitFor(async () => {
    const pending = await listEntries(store, 'pending');
    expect(pending).toHaveLength(1);
    return pending;
  });
  await writeProgress(store, jobId, progressed(jobId, 25));
  await store.put(jobKeys.video(jobId), Buffer.from('video'), { contentType: 'video/mp4' });
  await store.put(jobKeys.poster(jobId), Buffer.from('poster'), { contentType: 'image/jpeg' });
  return jobId;
}

const blob = Buffer.from('video').toString('base64');

describe('POST /mcp', () => {
  test('lists its tools, portraits, and voices', async () => {
    const { url } = await runningAdapter();
    const client = await connectMcp(url);
    expect(client.getServerVersion()?.name).toBe('avatar-service');
    const listed = await client.listTools();
    expect(listed.tools.map(({ name }) => name).sort()).toEqual(tools);
    const avatars = await client.callTool({ name: 'list_avatars' });
    const alice = { id: 'alice', imageUrl: `${url}/avatars/alice/picture` };
    expect(JSON.stringify(avatars.structuredContent)).toContain(JSON.stringify(alice));
    const voices = await client.callTool({ name: 'list_voices' });
    expect(JSON.stringify(voices.content)).toContain('slt (en-US)');
  });

  test('renders a video: progress, a link, a resource, and the first frame', async () => {
    const { url, store } = await runningAdapter({ API_KEYS: key });
    const client = await connectMcp(url, key);
    const progress: unknown[] = [];
    const call = client.callTool(
      { name: 'render_video', arguments: { avatarId: 'alice', text: 'Good morning.' } },
      { onprogress: (each) => progress.push([each.progress, each.message]) },
    );
    await vi.waitFor(() => expect(progress).toEqual([[0, 'waiting']]), 5000);
    const jobId = await renderNext(store);
    await vi.waitFor(() => expect(progress.at(-1)).toEqual([50, 'wav2lip']), 5000);
    await createOutcome(store, jobId, completed(jobId));
    const { content, structuredContent, isError } = await call;
    const videoUrl = `${url}/status/${jobId}/video`;
    const uri = `avatar-service://jobs/${jobId}/video`;
    expect(isError).toBeFalsy();
    expect(structuredContent).toMatchObject({ jobId, state: 'completed', videoUrl, resourceUri: uri });
    expect(content).toMatchObject([
      { type: 'text', text: `The video of job ${jobId} is ready: ${videoUrl}` },
      { type: 'resource_link', uri, mimeType: 'video/mp4' },
      { type: 'image', data: Buffer.from('poster').toString('base64'), mimeType: 'image/jpeg' },
    ]);
    const { contents } = await client.readResource({ uri });
    expect(contents).toEqual([{ uri, mimeType: 'video/mp4', blob }]);
  });

  test('starts a render, reports it, and cancels it', async () => {
    const { url, store } = await runningAdapter();
    const client = await connectMcp(url);
    const args = { avatarId: 'alice', voiceUrl: 'https://example.com/voice.wav' };
    const started = await client.callTool({ name: 'start_render', arguments: args });
    expect(started.structuredContent).toMatchObject({
      state: 'queued',
      queuePosition: 1,
      startsInSeconds: 0,
    });
    const [jobId = ''] = await listEntries(store, 'pending');
    await writeProgress(store, jobId, progressed(jobId, 25));
    const status = await client.callTool({ name: 'get_status', arguments: { jobId } });
    expect(status.content).toEqual([
      { type: 'text', text: `Job ${jobId} is rendering: 50 %. Call get_status again.` },
    ]);
    const cancelled = await client.callTool({ name: 'cancel_render', arguments: { jobId } });
    expect(cancelled.structuredContent).toMatchObject({ jobId, state: 'cancelled' });
    expect((await readOutcome(store, jobId))?.type).toBe('render.cancelled');
    const again = await client.callTool({ name: 'render_video', arguments: { avatarId: 'alice' } });
    expect(again.isError).toBe(true);
  });

  test('cancels the render of a call that its client cancels', async () => {
    const { url, store } = await runningAdapter();
    const client = await connectMcp(url);
    const stop = new AbortController();
    const args = { avatarId: 'alice', text: 'Never mind.' };
    const call = client.callTool({ name: 'render_video', arguments: args }, { signal: stop.signal });
    const ended = expect(call).rejects.toThrow();
    const jobId = await renderNext(store);
    stop.abort();
    await ended;
    await vi.waitFor(
      async () => expect((await readOutcome(store, jobId))?.type).toBe('render.cancelled'),
      5000,
    );
  });

  test.each([
    ['render_video', { avatarId: 'missing', text: 'Hello.' }, /^avatar_not_found: .*Call list_avatars/],
    ['render_video', { avatarId: 'alice' }, /^request_invalid: Give exactly one of `text`/],
    [
      'start_render',
      { avatarId: 'alice', text: 'Hi.', voiceUrl: 'https://a.example/v.wav' },
      /exactly one of/,
    ],
    ['start_render', { avatarId: 'alice', text: ' ' }, /^text_empty: /],
    ['start_render', { avatarId: 'alice', text: 'Hi.', speed: 9 }, /speed/],
    ['get_status', { jobId: 'none' }, /^job_not_found: .*start_render/],
    ['cancel_render', { jobId: 'done' }, /^job_ended: .*Call get_status/],
  ])('answers %s with wrong arguments (%j) with what to do', async (name, args, message) => {
    const { url, store } = await runningAdapter();
    await finishedJob(store, 'done');
    const client = await connectMcp(url);
    const { content, isError } = await client.callTool({ name, arguments: args });
    expect(isError).toBe(true);
    const [answer] = content;
    expect(answer?.type === 'text' ? answer.text : answer).toMatch(message);
  });

  test('serves a client of 2025 the same', async () => {
    const { url, store } = await runningAdapter({ API_KEYS: key });
    const client = await connectLegacyMcp(url, key);
    expect((await client.listTools()).tools.map(({ name }) => name).sort()).toEqual(tools);
    const progress: number[] = [];
    const call = client.callTool(
      { name: 'render_video', arguments: { avatarId: 'alice', text: 'Good morning.' } },
      undefined,
      { onprogress: (each) => progress.push(each.progress) },
    );
    const jobId = await renderNext(store);
    await vi.waitFor(() => expect(progress).toContain(50), 5000);
    await createOutcome(store, jobId, completed(jobId));
    expect((await call).structuredContent).toMatchObject({ jobId, state: 'completed' });
    const uri = `avatar-service://jobs/${jobId}/video`;
    expect((await client.readResource({ uri })).contents).toMatchObject([{ uri, blob }]);
    await expect(client.readResource({ uri: 'avatar-service://jobs/none/video' })).rejects.toThrow('none');
  });

  test('requires a key like every route, and has no sessions', async () => {
    const { url, ask } = await runningAdapter({ API_KEYS: key });
    await expect(connectMcp(url)).rejects.toThrow();
    const response = await ask('/mcp', { headers: { authorization: `Bearer ${key}` } });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});
