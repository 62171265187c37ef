import { describe, expect, test } from 'vitest';
import { readDocument, writeDocument } from '../../storage/documents.js';
import { requested } from '../../test/fixtures/events.js';
import { onEveryStore } from '../../test/fixtures/stores.js';
import { serializeEvent, parseRenderRequested } from '../contract/events.js';
import { jobKeys } from './keys.js';
import { recordResend, readEntry, addEntry } from './outbox.js';
import { createRequest, readRequest } from './request.js';

describe('createRequest and readRequest', () => {
  onEveryStore((open) => {
    test('stores the event and a pending entry', async () => {
      const { store } = await open();
      const event = requested('job');
      expect(await createRequest(store, 'job', event)).toBe(true);
      expect((await readDocument(store, 'jobs/job/request.json'))?.text).toBe(serializeEvent(event));
      expect((await readRequest(store, 'job'))?.toJSON()).toEqual(event.toJSON());
      expect(await readEntry(store, 'pending', 'job')).toMatchObject({ resent: 0 });
    });

    test('recognizes a repeated request, even without a job id or from another source', async () => {
      const { store } = await open();
      const first = requested('job', { fps: 30 });
      await createRequest(store, 'job', first);
      expect(await createRequest(store, 'job', requested('job', { fps: 30 }))).toBe(false);
      const { avatarId, voiceUrl, fps } = first.data;
      const anonymous = first.cloneWith({
        id: 'other',
        source: '/elsewhere',
        data: { avatarId, voiceUrl, fps },
      });
      expect(await createRequest(store, 'job', parseRenderRequested(anonymous))).toBe(false);
    });

    test.each([{ avatarId: 'bob' }, { voiceUrl: 'https://example.com/other.wav' }, { fps: 24 }])(
      'rejects a request with other data (%j), and changes nothing',
      async (other) => {
        const { store } = await open();
        const event = requested('job');
        await createRequest(store, 'job', event);
        await expect(createRequest(store, 'job', requested('job', other))).rejects.toMatchObject({
          code: 'job_conflict',
          details: { jobId: 'job' },
        });
        expect((await readDocument(store, jobKeys.request('job')))?.text).toBe(serializeEvent(event));
      },
    );

    test('creates one job for twenty equal concurrent requests', async () => {
      const { store } = await open();
      const creating = Array.from({ length: 20 }, () => createRequest(store, 'job', requested('job')));
      expect((await Promise.all(creating)).filter(Boolean)).toHaveLength(1);
    });

    test('accepts one of twenty different concurrent requests, and rejects the others', async () => {
      const { store } = await open();
      const creating = Array.from({ length: 20 }, (_, i) =>
        createRequest(store, 'job', requested('job', { fps: i + 1 })).then(
          () => i + 1,
          (error: unknown) => error,
        ),
      );
      const results = await Promise.all(creating);
      const [winner, ...others] = results.filter((result) => typeof result === 'number');
      expect(others).toEqual([]);
      expect((await readRequest(store, 'job'))?.data.fps).toBe(winner);
      for (const result of results.filter((each) => each !== winner)) {
        expect(result).toMatchObject({ code: 'job_conflict' });
      }
    });

    test('keeps a pending entry whose process died before it stored the request', async () => {
      const { store } = await open();
      await addEntry(store, 'pending', 'job');
      const entry = await readEntry(store, 'pending', 'job');
      if (entry) await recordResend(store, 'pending', 'job', entry);
      expect(await createRequest(store, 'job', requested('job'))).toBe(true);
      expect(await readEntry(store, 'pending', 'job')).toMatchObject({ resent: 1 });
    });

    test('readRequest returns undefined without a request, and rejects other documents', async () => {
      const { store } = await open();
      expect(await readRequest(store, 'job')).toBeUndefined();
      const other = requested('job').cloneWith({ type: 'render.progressed' });
      await writeDocument(store, jobKeys.request('job'), serializeEvent(other));
      await expect(readRequest(store, 'job')).rejects.toThrow(RangeError);
    });
  });
});
