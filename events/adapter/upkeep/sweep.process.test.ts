import { CloudEvent } from 'cloudevents';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { completed, requested } from '../../../test/fixtures/events.js';
import { leased } from '../../../test/fixtures/leased.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { sendEvent } from '../../../test/fixtures/send-event.js';
import type { Store } from '../../../storage/store.js';
import { jobKeys } from '../../status/keys.js';
import { listEntries, addEntry, readEntry, type OutboxKind } from '../../status/outbox.js';
import { createOutcome, readOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';
import { sweep } from './sweep.js';

const signal = new AbortController().signal;
const json = { contentType: 'application/json' };
const internal = { SERVICE_ROLE: 'internal' };
const ping = new CloudEvent({ type: 'dev.knative.sources.ping', source: '/ping', data: {} });

describe('the sweep', () => {
  const atOnce = { ...internal, RESEND_AFTER_SECONDS: '0.001' };
  const sweepNow = async (url: string) => {
    expect((await sendEvent(new URL('/events/sweep', url), ping)).status).toBe(204);
  };

  test('sends a pending job again, with growing intervals', async () => {
    const { url, store, sink } = await runningAdapter({ ...internal, RESEND_AFTER_SECONDS: '60' });
    await createRequest(store, 'job', requested('job'));
    const sentAgo = async (seconds: number, resent: number) => {
      await putEntry(store, 'pending', 'job', { secondsAgo: seconds, resent });
      await sweepNow(url);
      return sink.events.length;
    };
    expect(await sentAgo(30, 0)).toBe(0);
    expect(await sentAgo(90, 0)).toBe(1);
    expect(sink.events[0]).toMatchObject({ id: 'job.requested', data: requested('job').data });
    expect((await readEntry(store, 'pending', 'job'))?.resent).toBe(1);
    // An event that was just sent is not sent again yet.
    await sweepNow(url);
    expect(await sentAgo(90, 1)).toBe(1);
    expect(await sentAgo(150, 1)).toBe(2);
    // The interval is at most ten minutes.
    expect(await sentAgo(590, 9)).toBe(2);
    expect(await sentAgo(610, 9)).toBe(3);
  });

  test('sends a job again whose entry was written by a clock that was days ahead', async () => {
    const { url, store, sink } = await runningAdapter({ ...internal, RESEND_AFTER_SECONDS: '60' });
    await createRequest(store, 'job', requested('job'));
    await putEntry(store, 'pending', 'job', { secondsAgo: -2 * 86_400, resent: 0 });
    await sweepNow(url);
    expect(sink.events).toHaveLength(1);
  });

  test('fails a job whose stored request is torn, and disturbs no other', async () => {
    const { url, store, sink } = await runningAdapter(atOnce);
    for (const jobId of ['torn', 'whole']) await createRequest(store, jobId, requested(jobId));
    await store.put(jobKeys.request('torn'), Buffer.from(''), json);
    await sweepNow(url);
    expect((await readOutcome(store, 'torn'))?.data).toMatchObject({
      code: 'job_abandoned',
      message: 'The stored request of the job cannot be read.',
    });
    expect(sink.events.slice(0, 2).map(({ type, subject }) => [type, subject])).toEqual([
      ['render.failed', 'torn'],
      ['render.requested', 'whole'],
    ]);
  });

  test('skips jobs that are leased or have ended', async () => {
    const { url, store, sink } = await runningAdapter(atOnce);
    for (const jobId of ['leased', 'ended', 'released']) await createRequest(store, jobId, requested(jobId));
    await leased(store, 'leased');
    await (await leased(store, 'released')).release();
    await store.put(jobKeys.outcome('ended'), Buffer.from(JSON.stringify(completed('ended'))), {
      contentType: 'application/json',
    });
    await sweepNow(url);
    const requests = sink.events.filter(({ type }) => type === 'render.requested');
    expect(requests.map(({ subject }) => subject)).toEqual(['released']);
    expect(await listEntries(store, 'pending')).toEqual(['leased', 'released']);
  });

  test('continues after an event that the sink rejects, and logs the reason once for all jobs', async () => {
    const { url, store, sink, logged } = await runningAdapter(atOnce);
    for (const jobId of ['a', 'b']) await createRequest(store, jobId, requested(jobId));
    sink.answer(500);
    await sweepNow(url);
    expect(sink.events.map(({ subject }) => subject)).toEqual(['a', 'b']);
    const failures = logged.filter((line) => line.includes('"sink.failed"'));
    const reason = 'RenderError: The sink (K_SINK) did not accept the event: it answered 500.';
    expect(failures.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ jobId: 'a', reason }),
    ]);
  });

  test('continues after a job with a damaged request, and logs its id', async () => {
    const { url, store, sink, logged } = await runningAdapter(atOnce);
    for (const jobId of ['a', 'b', 'c']) await createRequest(store, jobId, requested(jobId));
    await store.put(jobKeys.pending('a'), Buffer.from(''), json);
    await store.put(jobKeys.request('b'), Buffer.from('{}'), json);
    expect((await sendEvent(new URL('/events/sweep', url), ping)).status).toBe(500);
    // A resend repairs a damaged outbox entry; a damaged request cannot be sent.
    expect(sink.events.map(({ subject }) => subject)).toEqual(['a', 'c']);
    expect((await readEntry(store, 'pending', 'a'))?.resent).toBe(1);
    const failures = logged.filter((line) => line.includes('sweep.job_failed'));
    expect(failures.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ jobId: 'b' }),
    ]);
  });

  test('sends an undelivered outcome again until it is delivered', async () => {
    const { url, store, sink } = await runningAdapter({ ...internal, RESEND_AFTER_SECONDS: '60' });
    const outcome = completed('job');
    await createRequest(store, 'job', requested('job'));
    await createOutcome(store, 'job', outcome);
    const sentAgo = async (seconds: number, resent: number) => {
      await putEntry(store, 'undelivered', 'job', { secondsAgo: seconds, resent });
      await sweepNow(url);
      return sink.events.length;
    };
    expect(await sentAgo(30, 0)).toBe(0);
    expect(await sentAgo(90, 0)).toBe(1);
    expect(sink.events[0]?.toJSON()).toEqual(outcome.toJSON());
    expect(await sentAgo(90, 1)).toBe(1);
    expect(await sentAgo(150, 1)).toBe(2);
    expect((await sendEvent(new URL('/events/outcome', url), outcome)).status).toBe(204);
    expect(await listEntries(store, 'undelivered')).toEqual([]);
    await sweepNow(url);
    expect(sink.events).toHaveLength(2);
  });

  test('gives up an outcome after several deliveries, or if its job was deleted', async () => {
    const { url, store, sink, logged } = await runningAdapter(internal);
    await createOutcome(store, 'job', completed('job'));
    for (const jobId of ['job', 'gone'])
      await putEntry(store, 'undelivered', jobId, { secondsAgo: 3600, resent: 8 });
    await sweepNow(url);
    expect(sink.events).toEqual([]);
    expect(await listEntries(store, 'undelivered')).toEqual([]);
    expect(logged.filter((line) => line.includes('outcome.given_up'))).toHaveLength(1);
  });

  test('completes a job whose process died while it recorded the outcome', async () => {
    const { url, store, sink } = await runningAdapter(atOnce);
    await createRequest(store, 'job', requested('job'));
    await store.put(jobKeys.outcome('job'), Buffer.from(JSON.stringify(completed('job'))), json);
    await sweepNow(url);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await sweepNow(url);
    expect(await listEntries(store, 'pending')).toEqual([]);
    expect(sink.events.at(-1)).toMatchObject({ id: 'job.outcome', type: 'render.completed' });
  });

  test('removes an outbox entry without a request only after a while', async () => {
    const { url, store } = await runningAdapter(atOnce);
    await addEntry(store, 'pending', 'fresh');
    await putEntry(store, 'pending', 'old', { secondsAgo: 3700, resent: 0 });
    await sweepNow(url);
    expect(await listEntries(store, 'pending')).toEqual(['fresh']);
  });

  test('deletes the files of tasks after a day, and no jobs', async () => {
    const { adapter, store } = await runningAdapter(internal);
    await store.put('tasks/a/image.png', Buffer.from('picture'), { contentType: 'image/png' });
    await createOutcome(store, 'job', completed('job'));
    await sweep(adapter, signal);
    expect(await store.head('tasks/a/image.png')).toBeDefined();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3600_000 });
    onTestFinished(() => void vi.useRealTimers());
    await sweep(adapter, signal);
    expect(await store.head('tasks/a/image.png')).toBeUndefined();
    expect(await readOutcome(store, 'job')).toBeDefined();
  });

  test('deletes jobs after RETENTION_DAYS, with all their files', async () => {
    const { adapter, store } = await runningAdapter({
      ...internal,
      RETENTION_DAYS: '1',
      ABANDON_AFTER_HOURS: '100',
    });
    await createRequest(store, 'job', requested('job'));
    await store.put(jobKeys.video('job'), Buffer.from('video'), { contentType: 'video/mp4' });
    await createOutcome(store, 'job', completed('job'));
    await createRequest(store, 'unfinished', requested('unfinished'));
    await sweep(adapter, signal);
    expect(await readOutcome(store, 'job')).toBeDefined();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3600_000 });
    onTestFinished(() => void vi.useRealTimers());
    await sweep(adapter, signal);
    const keys: string[] = [];
    for await (const { key } of store.list('')) keys.push(key);
    expect(keys.map((key) => key.replace(/\d{13}/, 'time'))).toEqual([
      'jobs/unfinished/request.json',
      'listed/all/time.unfinished',
      'pending/unfinished',
    ]);
  });
});

/** Stores an outbox entry whose event was last sent `secondsAgo`, for the `resent`th time. */
async function putEntry(
  store: Store,
  kind: OutboxKind,
  jobId: string,
  { secondsAgo, resent }: { secondsAgo: number; resent: number },
) {
  const entry = { sentAt: new Date(Date.now() - secondsAgo * 1000).toISOString(), resent };
  await store.put(jobKeys[kind](jobId), Buffer.from(JSON.stringify(entry)), json);
}
