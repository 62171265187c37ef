import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import type { Store } from '../../../storage/store.js';
import { acceptedJob, storedVoice } from '../../../test/fixtures/accepted-job.js';
import { completed } from '../../../test/fixtures/events.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { formRender, voiceBytes, voiceUrl } from '../../../test/fixtures/render-request.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { listEntries } from '../../status/outbox.js';
import { createOutcome } from '../../status/outcome.js';

describe('POST /render with a form', () => {
  test('stores the voice until the job ends, and refers to it in the event', async () => {
    const { ask, store, sink } = await runningAdapter();
    const voice = voiceBytes();
    const jobId = await acceptedJob(await ask('/render', formRender({ voice, fps: '30' })));
    expect(sink.events[0]?.data).toEqual({
      jobId,
      avatarId: 'alice',
      voiceUrl: `upload:${jobId}`,
      voiceSha256: createHash('sha256').update(voice).digest('hex'),
      fps: 30,
    });
    expect(await storedVoice(store, jobId)).toEqual(Buffer.from(voice));
    await createOutcome(store, jobId, completed(jobId));
    expect(await storedVoice(store, jobId)).toBeUndefined();
  });

  test('accepts the URL of a voice instead', async () => {
    const { ask, sink } = await runningAdapter();
    const jobId = await acceptedJob(await ask('/render', formRender({ voiceUrl })));
    expect(sink.events[0]?.data).toEqual({ jobId, avatarId: 'alice', voiceUrl });
  });

  test('ignores other files, also before the voice', async () => {
    const { ask, store } = await runningAdapter();
    const form = new FormData();
    form.set('other', new Blob(['something else']));
    form.set('voice', new Blob([voiceBytes()]));
    form.set('avatarId', 'alice');
    const jobId = await acceptedJob(await ask('/render', { method: 'POST', body: form }));
    expect(await storedVoice(store, jobId)).toEqual(Buffer.from(voiceBytes()));
  });

  test.each([
    ['neither a voice nor a voiceUrl', {}, 'voiceUrl'],
    ['both a voice and a voiceUrl', { voiceUrl, voice: voiceBytes() }, 'exactly one'],
    ['both a voice and a text', { text: 'Hello.', voice: voiceBytes() }, 'exactly one'],
    ['both a text and a voiceUrl', { text: 'Hello.', voiceUrl }, 'exactly one'],
    ['the speed of a recording', { voice: voiceBytes(), speed: '2' }, 'text'],
    ['an empty voice', { voice: new Uint8Array() }, 'empty'],
    ['an invalid fps', { voice: voiceBytes(), fps: 'many' }, 'fps'],
    ['an invalid avatarId', { voice: voiceBytes(), avatarId: 'A' }, 'avatarId'],
    ['an unknown field', { voice: voiceBytes(), color: 'red' }, 'color'],
  ])('rejects a form with %s, and stores nothing', async (_, fields, words) => {
    const { ask, store } = await runningAdapter();
    const problem = await problemIn(await ask('/render', formRender(fields)), 'request_invalid');
    expect(problem.detail).toContain(words);
    expect(await allKeys(store)).toEqual([]);
  });

  test('rejects a portrait that does not exist, and stores nothing', async () => {
    const { ask, store } = await runningAdapter();
    const form = formRender({ voice: voiceBytes(), avatarId: 'bob' });
    await problemIn(await ask('/render', form), 'avatar_not_found');
    expect(await allKeys(store)).toEqual([]);
  });

  test('rejects a voice that is too large, and stores nothing', async () => {
    const { ask, store } = await runningAdapter({ UPLOAD_MAX_BYTES: '1000' });
    const response = await ask('/render', formRender({ voice: voiceBytes() }));
    expect((await problemIn(response, 'body_too_large')).detail).toContain('UPLOAD_MAX_BYTES');
    expect(await allKeys(store)).toEqual([]);
  });

  test.each([
    '--x\r\ncontent-disposition: form-data; name="voice"; filename="v"\r\n\r\nhalf',
    'nothing at all',
  ])('rejects a truncated form, and stores nothing (%#)', async (body) => {
    const { ask, store } = await runningAdapter();
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    await problemIn(await ask('/render', { method: 'POST', headers, body }), 'request_invalid');
    expect(await allKeys(store)).toEqual([]);
  });

  test('rejects a content type without a boundary', async () => {
    const { ask } = await runningAdapter();
    const headers = { 'content-type': 'multipart/form-data' };
    await problemIn(await ask('/render', { method: 'POST', headers, body: 'x' }), 'request_invalid');
  });

  test('stores nothing if the client disconnects during the upload', async () => {
    const { url, store } = await runningAdapter();
    const client = request(`${url}/render`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    client.on('error', () => undefined);
    client.write('--x\r\ncontent-disposition: form-data; name="voice"; filename="v"\r\n\r\nhalf of it');
    await new Promise((resolve) => setTimeout(resolve, 300));
    client.destroy();
    await new Promise((closed) => client.once('close', closed));
    await vi.waitFor(async () => expect(await allKeys(store)).toEqual([]), 100_000);
    expect(await listEntries(store, 'pending')).toEqual([]);
  });
});

async function allKeys(store: Store): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list('')) keys.push(key);
  return keys;
}
