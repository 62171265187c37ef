import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../errors/render-error.js';
import { FolderStore } from '../../../storage/folder/folder-store.js';
import type { Store } from '../../../storage/store.js';
import { storedVoice } from '../../../test/fixtures/accepted-job.js';
import { cancelled, requested } from '../../../test/fixtures/events.js';
import { faultyStore } from '../../../test/fixtures/faulty-store.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { createOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';
import { VoiceUpload } from './upload-voice.js';

const { signal } = new AbortController();
const voice = Buffer.from('a voice');
const sha256 = createHash('sha256').update(voice).digest('hex');

async function emptyStore(): Promise<Store> {
  return new FolderStore(await temporaryFolder());
}

describe('VoiceUpload.receive', () => {
  test('stores the voice and returns its hash', async () => {
    const store = await emptyStore();
    const parts = Readable.from([voice.subarray(0, 3), voice.subarray(3)]);
    expect(await new VoiceUpload(store, 'job', false).receive(parts, signal)).toBe(sha256);
    expect(await storedVoice(store, 'job')).toEqual(voice);
  });

  test('accepts the same voice again, and rejects another one', async () => {
    const store = await emptyStore();
    await new VoiceUpload(store, 'job', false).receive(Readable.from([voice]), signal);
    const again = new VoiceUpload(store, 'job', false);
    expect(await again.receive(Readable.from([voice]), signal)).toBe(sha256);
    const other = new VoiceUpload(store, 'job', false).receive(
      Readable.from([Buffer.from('another')]),
      signal,
    );
    await expect(other).rejects.toMatchObject({ code: 'idempotency_conflict' });
    expect(await storedVoice(store, 'job')).toEqual(voice);
  });

  test('does not store the voice of a known job again', async () => {
    const store = await emptyStore();
    expect(await new VoiceUpload(store, 'job', true).receive(Readable.from([voice]), signal)).toBe(sha256);
    expect(await storedVoice(store, 'job')).toBeUndefined();
  });

  test.each([true, false])('rejects an empty voice (of a known job: %s)', async (isKnown) => {
    const upload = new VoiceUpload(await emptyStore(), 'job', isKnown);
    await expect(upload.receive(Readable.from([]), signal)).rejects.toMatchObject({
      code: 'request_invalid',
      message: 'voice: the file is empty. Send a voice recording.',
    });
  });

  test('fails with an upload that breaks off, and stores nothing', async () => {
    const store = await emptyStore();
    const broken = new Error('the client has left');
    const upload = async function* () {
      yield await Promise.resolve(voice);
      throw broken;
    };
    const taking = new VoiceUpload(store, 'job', false).receive(Readable.from(upload()), signal);
    await expect(taking).rejects.toBe(broken);
    expect(await storedVoice(store, 'job')).toBeUndefined();
  });
});

describe('VoiceUpload.forget', () => {
  test('deletes the voice of a request that failed', async () => {
    const store = await emptyStore();
    const upload = new VoiceUpload(store, 'job', false);
    await upload.receive(Readable.from([voice]), signal);
    await upload.forget();
    expect(await storedVoice(store, 'job')).toBeUndefined();
  });

  test('keeps the voice of a job that has not ended', async () => {
    const store = await emptyStore();
    const upload = new VoiceUpload(store, 'job', false);
    await upload.receive(Readable.from([voice]), signal);
    await createRequest(store, 'job', requested('job', { voiceUrl: 'upload:job' }));
    await upload.forget();
    expect(await storedVoice(store, 'job')).toEqual(voice);
  });

  test('deletes a voice that arrived after the job had ended', async () => {
    const store = await emptyStore();
    await createOutcome(store, 'job', cancelled('job'));
    const upload = new VoiceUpload(store, 'job', false);
    await upload.receive(Readable.from([voice]), signal);
    await upload.forget();
    expect(await storedVoice(store, 'job')).toBeUndefined();
  });

  test('keeps a voice that another request has uploaded', async () => {
    const store = await emptyStore();
    await new VoiceUpload(store, 'job', false).receive(Readable.from([voice]), signal);
    const second = new VoiceUpload(store, 'job', false);
    await second.receive(Readable.from([voice]), signal);
    await second.forget();
    expect(await storedVoice(store, 'job')).toEqual(voice);
  });

  test.each([
    ['store_unavailable', ['upload']],
    ['store_refused', []],
  ] as const)('after %s deletes what may have been stored', async (code, deletions) => {
    const deleted: string[] = [];
    const fault = new RenderError(code, 'the bucket did not answer');
    const store = faultyStore(await emptyStore(), (method, key) => {
      if (method === 'delete' && key === 'uploads/job/voice') deleted.push('upload');
      return method === 'put' ? fault : undefined;
    });
    const upload = new VoiceUpload(store, 'job', false);
    await expect(upload.receive(Readable.from([voice]), signal)).rejects.toBe(fault);
    await upload.forget();
    expect(deleted).toEqual(deletions);
  });
});
