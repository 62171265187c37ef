import { describe, expect, onTestFinished, test } from 'vitest';
import { RenderError } from '../../errors/render-error.js';
import { jobKeys } from '../../events/status/keys.js';
import { requested } from '../../test/fixtures/events.js';
import { functionContext } from '../../test/fixtures/function-context.js';
import { leased } from '../../test/fixtures/leased.js';
import type { FunctionContext } from '../context.js';
import { runRender } from './run-render.js';

const running = new AbortController().signal;

async function leasedJob({ store, log }: FunctionContext, data: Parameters<typeof requested>[1] = {}) {
  const lease = await leased(store, 'job', { name: 'this-process' });
  onTestFinished(() => lease.stop());
  return { jobId: 'job', data: requested('job', data).data, requestedMs: NaN, lineage: {}, lease, log };
}

describe('runRender', () => {
  test('fails for a portrait that is missing from the catalogue', async () => {
    const context = await functionContext();
    const job = await leasedJob(context, { avatarId: 'missing' });
    await expect(runRender(job, context, running)).rejects.toMatchObject({ code: 'avatar_not_found' });
  });

  test("refuses another job's upload as its voice", async () => {
    const context = await functionContext();
    const job = await leasedJob(context, { voiceUrl: 'upload:other' });
    await expect(runRender(job, context, running)).rejects.toMatchObject({ code: 'voice_url_refused' });
  });

  test('stops with the reason of the signal, and publishes no video', async () => {
    const context = await functionContext();
    const job = await leasedJob(context, { voiceUrl: 'upload:job' });
    await context.store.put(jobKeys.upload('job'), Buffer.from('voice'), { contentType: 'audio/wav' });
    const reason = new RenderError('job_busy', 'The function is shutting down.');
    await expect(runRender(job, context, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(await context.store.head(jobKeys.video('job'))).toBeUndefined();
  });
});
