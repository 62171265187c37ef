import { HTTP } from 'cloudevents';
import { expect, test, vi } from 'vitest';
import { sweep } from '../../events/adapter/upkeep/sweep.js';
import { readOutcome } from '../../events/status/outcome.js';
import { requested } from '../fixtures/events.js';
import { heldVoice } from '../fixtures/held-voice.js';
import { runningAdapter } from '../fixtures/running-adapter.js';
import { sendEvent } from '../fixtures/send-event.js';
import { functionEnvironment, startFunction } from '../fixtures/service-function.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

test('the sweep sends an outcome whose reply was lost until it is delivered', async () => {
  const environment = await functionEnvironment(await temporaryFolder());
  const { url } = await startFunction(environment);
  const { STORE = '' } = environment;
  const internal = { STORE, SERVICE_ROLE: 'internal', RESEND_AFTER_SECONDS: '0.001' };
  const { adapter, store, sink, url: adapterUrl } = await runningAdapter(internal);
  const never = new AbortController().signal;

  const voice = await heldVoice();
  const broker = new AbortController();
  const { headers, body } = HTTP.structured(requested('job', { voiceUrl: voice.url }));
  const delivery = fetch(url, {
    method: 'POST',
    headers: { 'content-type': String(headers['content-type']) },
    body: String(body),
    signal: broker.signal,
  });
  await voice.downloading;
  broker.abort(new Error('the broker is gone'));
  await expect(delivery).rejects.toThrow('the broker is gone');
  voice.release();

  const outcome = await vi.waitFor(async () => {
    const current = await readOutcome(store, 'job');
    if (!current) throw new Error('the render has not ended');
    return current;
  }, 100_000);
  expect(outcome.type).toBe('render.completed');
  await vi.waitFor(async () => {
    await sweep(adapter, never);
    expect(sink.events.map((event) => event.toJSON())).toContainEqual(outcome.toJSON());
  }, 100_000);

  expect((await sendEvent(new URL('/events/outcome', adapterUrl), outcome)).status).toBe(204);
  const sent = sink.events.length;
  await sweep(adapter, never);
  expect(sink.events).toHaveLength(sent);
});
