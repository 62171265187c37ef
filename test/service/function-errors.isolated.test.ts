import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import type { Server } from 'node:http';
import path from 'node:path';
import { start } from 'faas-js-runtime';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { RenderError } from '../../errors/render-error.js';
import { errorCodes, errorTable, type ErrorCode } from '../../errors/table.js';
import { freePort } from '../../events/local/free-port.js';
import { jobKeys } from '../../events/status/keys.js';
import { readOutcome } from '../../events/status/outcome.js';
import { handle, init, shutdown } from '../../function/index.js';
import type * as contextModule from '../../function/context.js';
import type { Store } from '../../storage/store.js';
import { requested } from '../fixtures/events.js';
import { faultyStore } from '../fixtures/faulty-store.js';
import { eventIn, sendEvent } from '../fixtures/send-event.js';
import { functionEnvironment } from '../fixtures/service-function.js';
import { tone } from '../fixtures/signals.js';
import { waveFile } from '../fixtures/wave-file.js';

/*
 * Raises every error of the table while a job renders, and checks the response of the
 * function behind the runtime's HTTP server.
 */

/** The error with which the next read of an upload fails. */
let fault: RenderError | undefined;
let store: Store;
let folder: string;
let url: URL;
let server: Server;

vi.mock('../../function/context.js', async (original) => {
  const { openFunctionContext } = await original<typeof contextModule>();
  return {
    openFunctionContext: async (...given: Parameters<typeof openFunctionContext>) => {
      const context = await openFunctionContext(...given);
      ({ store } = context);
      const uploadsFail = (method: string, key: string) =>
        method === 'get' && key.startsWith('uploads/') ? fault : undefined;
      return { ...context, store: faultyStore(store, uploadsFail) };
    },
  };
});

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'function-errors-'));
  for (const [name, value] of Object.entries(await functionEnvironment(folder))) vi.stubEnv(name, value);
  vi.stubEnv('LOG_LEVEL', 'silent');
  url = new URL(`http://127.0.0.1:${String(await freePort())}/`);
  server = await start({ init, handle }, { port: Number(url.port) });
});
afterAll(async () => {
  server.close();
  await shutdown();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const jobOf = (code: ErrorCode) => `job-${code.replaceAll('_', '-')}`;

function ask(code: ErrorCode) {
  return sendEvent(url, requested(jobOf(code), { voiceUrl: `upload:${jobOf(code)}` }));
}

/** Errors of the request itself, which do not affect the job with its id. */
const ofTheRequest: readonly ErrorCode[] = ['request_invalid', 'job_conflict'];
const ending = errorCodes.filter((code) => errorTable[code].outcome === 'failed');
const retried = errorCodes.filter(
  (code) => ['retry', 'retryOnce', 'none'].includes(errorTable[code].outcome) && !ofTheRequest.includes(code),
);

test('every code of the table except cancelled ends a job, is retried, or concerns the request', () => {
  expect(ending.length + retried.length + ofTheRequest.length).toBe(errorCodes.length - 1);
});

test.each(ending)('%s ends the job with the same render.failed for each delivery', async (code) => {
  fault = new RenderError(code, `what is wrong with ${code}`, {
    cause: new Error('a secret'),
    details: { limit: 7 },
  });
  const answer = await ask(code);
  const event = eventIn(answer);
  expect(event).toMatchObject({ type: 'render.failed', id: `${jobOf(code)}.outcome`, subject: jobOf(code) });
  const data = { jobId: jobOf(code), avatarId: 'alice', code, message: `what is wrong with ${code}` };
  expect(event.data).toEqual({ ...data, details: { limit: 7 } });
  expect(answer.text).not.toContain('a secret');
  expect((await readOutcome(store, jobOf(code)))?.data).toEqual(event.data);

  fault = undefined;
  expect((await ask(code)).text).toBe(answer.text);
});

test('cancelled ends the job with render.cancelled', async () => {
  fault = new RenderError('cancelled', 'canceled');
  const event = eventIn(await ask('cancelled'));
  expect(event.type).toBe('render.cancelled');
  expect(event.data).toEqual({ jobId: 'job-cancelled', avatarId: 'alice' });
  expect(await readOutcome(store, 'job-cancelled')).toMatchObject({ type: 'render.cancelled' });
});

test.each(ofTheRequest)(
  'the function responds to %s with render.failed under an id of its own, and leaves the job unchanged',
  async (code) => {
    fault = new RenderError(code, `what is wrong with ${code}`);
    const event = eventIn(await ask(code));
    expect(event).toMatchObject({ type: 'render.failed', data: { code } });
    expect(event).not.toMatchObject({ data: { jobId: jobOf(code) } });
    expect(await readOutcome(store, jobOf(code))).toBeUndefined();
  },
);

test.each(retried)(
  'the function responds to %s with 503, and the next delivery runs the job',
  async (code) => {
    fault = new RenderError(code, `what is wrong with ${code}`, { cause: new Error('a secret') });
    const refused = await ask(code);
    expect([refused.status, refused.text]).toEqual([503, `${code}: what is wrong with ${code}`]);
    expect(await readOutcome(store, jobOf(code))).toBeUndefined();
    expect(await readdir(path.join(folder, 'tmp'))).toEqual([]);

    fault = new RenderError('voice_unreadable', 'another voice is needed');
    const data = { jobId: jobOf(code), code: 'voice_unreadable' };
    expect(eventIn(await ask(code))).toMatchObject({ type: 'render.failed', data });
  },
);

/** One code of each outcome. */
const examples = ['retry', 'retryOnce', 'none'].flatMap(
  (outcome) => retried.find((code) => errorTable[code].outcome === outcome) ?? [],
);

test.each(examples)('the function renders a job whose first delivery failed with %s', async (code) => {
  const jobId = `rendered-${jobOf(code)}`;
  const send = () => sendEvent(url, requested(jobId, { voiceUrl: `upload:${jobId}` }));
  fault = new RenderError(code, `what is wrong with ${code}`);
  expect((await send()).status).toBe(503);

  fault = undefined;
  await store.put(jobKeys.upload(jobId), waveFile(tone(0.1, 300)), { contentType: 'audio/wav' });
  expect(eventIn(await send())).toMatchObject({ type: 'render.completed', data: { jobId, frames: 3 } });
});

const repeated = errorCodes.filter((code) => errorTable[code].outcome === 'retryOnce');
const outages = errorCodes.filter((code) => errorTable[code].outcome === 'retry');
/** Another job than those of the tests above. */
const askAgain = (code: ErrorCode) => {
  const jobId = `again-${jobOf(code)}`;
  return sendEvent(url, requested(jobId, { voiceUrl: `upload:${jobId}` }));
};

test.each(repeated)('%s ends a job that fails for the second time in the same way', async (code) => {
  fault = new RenderError(code, `${code} at 0x55d1: the render breaks`);
  expect((await askAgain(code)).status).toBe(503);
  fault = new RenderError(code, `${code}: something else`);
  expect((await askAgain(code)).status).toBe(503);
  fault = new RenderError(code, `${code} at 0x77fa: the render breaks`);
  const answer = await askAgain(code);
  expect(answer.status).toBe(200);
  const message = `${code} at 0x77fa: the render breaks`;
  expect(eventIn(answer)).toMatchObject({ type: 'render.failed', data: { code, message } });
  expect(await readOutcome(store, `again-${jobOf(code)}`)).toMatchObject({ data: { code, message } });
});

test.each(outages)('%s leaves a job pending however often it happens', async (code) => {
  fault = new RenderError(code, `what is wrong with ${code}`);
  for (let delivery = 0; delivery < 3; delivery++) expect((await askAgain(code)).status).toBe(503);
  expect(await readOutcome(store, `again-${jobOf(code)}`)).toBeUndefined();
});
