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

test('an outcome whose reply a broker never heard is told by the sweep, until somebody has heard it', async () => {
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
  await voice.asked;
  broker.abort(new Error('the broker is gone'));
  await expect(delivery).rejects.toThrow('the broker is gone');
  voice.letGo();

  const outcome = await vi.waitFor(async () => {
    const standing = await readOutcome(store, 'job');
    if (!standing) throw new Error('the render goes on');
    return standing;
  }, 20_000);
  expect(outcome.type).toBe('render.completed');
  await vi.waitFor(async () => {
    await sweep(adapter, never);
    expect(sink.events.map((event) => event.toJSON())).toContainEqual(outcome.toJSON());
  }, 20_000);

  expect((await sendEvent(new URL('/events/outcome', adapterUrl), outcome)).status).toBe(204);
  const told = sink.events.length;
  await sweep(adapter, never);
  expect(sink.events).toHaveLength(told);
});
