import { describe, expect, onTestFinished, test, vi } from 'vitest';
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

  test('says that a stream is not signed if videos are', async () => {
    const context = await functionContext();
    const info = vi.spyOn(context.log, 'info');
    const signer = { sign: () => Promise.reject(new Error('not called')) };
    const renderer = { ...context.renderer, mark: { ...context.renderer.mark, signer } };
    const job = await leasedJob(context, { avatarId: 'missing' });
    const logged = async (stream: boolean, used: typeof context.renderer) => {
      const data = { ...job.data, stream };
      const rendering = runRender({ ...job, data }, { ...context, renderer: used }, running);
      await expect(rendering).rejects.toMatchObject({ code: 'avatar_not_found' });
      return info.mock.calls.filter(([entry]) => JSON.stringify(entry).includes('stream.unsigned')).length;
    };
    expect(await logged(false, renderer)).toBe(0);
    expect(await logged(true, context.renderer)).toBe(0);
    expect(await logged(true, renderer)).toBe(1);
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
