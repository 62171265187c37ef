import { expect, onTestFinished, test, vi } from 'vitest';
import { createLogger } from '../../config/logger.js';
import { readSettings } from '../../config/settings.js';
import { startTracing } from '../../config/tracing.js';
import { otlpReceiver, type ReceivedSpan } from '../fixtures/otlp-receiver.js';
import { startService } from '../fixtures/running-service.js';
import { tone } from '../fixtures/signals.js';
import { speechServer } from '../fixtures/speech-server.js';
import { waveFile } from '../fixtures/wave-file.js';

/* The SDK of OpenTelemetry is registered once for a process. */

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const clientSpan = '00f067aa0ba902b7';
const stageNames = ['voice', 'portrait', 'wav2lip', 'video'];
const expected = [
  'POST /render',
  'send render.requested',
  'process render.requested',
  'job',
  ...stageNames,
  'speak',
  'store put',
  'POST /events/outcome',
];

test('one trace leads from the client through adapter, broker, and function to the video', async () => {
  const { url: endpoint, spans } = await otlpReceiver();
  const { url: speech } = await speechServer((_asked, response) => void response.end(waveFile(tone(0.4))));
  const settings = {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_BSP_SCHEDULE_DELAY: '100',
    SPEECH_URL: speech,
  };
  const log = createLogger('local', { LOG_LEVEL: 'silent' });
  const endTracing = await startTracing('avatar-adapter', readSettings(settings), log);
  onTestFinished(endTracing);
  const service = await startService(settings);
  onTestFinished(() => service.close());

  const headers = { 'content-type': 'application/json', traceparent: `00-${traceId}-${clientSpan}-01` };
  const body = JSON.stringify({ avatarId: 'alice', text: 'Hello.' });
  const accepted = await fetch(new URL('/render', service.url), { method: 'POST', headers, body });
  expect(accepted.status).toBe(202);
  const jobId = /"jobId":"([^"]+)"/.exec(await accepted.text())?.[1] ?? '';
  const video = await fetch(new URL(`/status/${jobId}?wait=60`, service.url), {
    headers: { accept: 'video/mp4' },
  });
  expect([video.status, video.headers.get('content-type')]).toEqual([200, 'video/mp4']);
  await video.arrayBuffer();

  const ours = () => spans.filter((span) => span.traceId === traceId);
  await vi.waitFor(
    () => {
      const names = new Set(ours().map(({ name }) => name));
      expect([...expected].filter((name) => !names.has(name))).toEqual([]);
    },
    { timeout: 20_000, interval: 50 },
  );
  const named = (name: string): ReceivedSpan => {
    const found = ours().filter((span) => span.name === name);
    expect([name, found.length > 0]).toEqual([name, true]);
    return found[0] ?? expect.fail();
  };

  const request = named('POST /render');
  expect([request.service, request.parentSpanId]).toEqual(['avatar-adapter', clientSpan]);
  expect(request.attributes).toMatchObject({ 'http.route': '/render', 'http.response.status_code': '202' });

  const sent = named('send render.requested');
  expect([sent.service, sent.parentSpanId]).toEqual(['avatar-adapter', request.spanId]);

  // The broker carries it in the event.
  const processed = named('process render.requested');
  expect([processed.service, processed.parentSpanId]).toEqual(['avatar-function', sent.spanId]);
  expect(processed.attributes['messaging.message.id']).toBe(sent.attributes['messaging.message.id']);

  const job = named('job');
  expect(job.parentSpanId).toBe(processed.spanId);
  expect(job.attributes).toMatchObject({
    'avatar.job.id': jobId,
    'avatar.id': 'alice',
    'avatar.attempt': '1',
  });

  const stages = stageNames.map(named);
  for (const stage of stages) {
    expect([stage.name, stage.parentSpanId]).toEqual([stage.name, job.spanId]);
    expect(stage.startNs >= job.startNs - 2_000_000n && stage.endNs <= job.endNs + 2_000_000n).toBe(true);
  }
  // They follow each other.
  for (const [index, stage] of stages.slice(1).entries()) {
    expect(Number(stage.startNs - (stages[index]?.endNs ?? 0n))).toBeLessThan(1_000_000);
  }

  const spoken = named('speak');
  expect(spoken.service).toBe('avatar-function');
  expect(spoken.attributes['http.response.status_code']).toBe('200');

  const stored = ours().filter(({ name }) => name === 'store put');
  expect(new Set(stored.map(({ service: name }) => name))).toEqual(
    new Set(['avatar-adapter', 'avatar-function']),
  );
  expect(stored.some(({ attributes }) => attributes['avatar.store.key']?.includes(jobId))).toBe(true);

  // The outcome is sent on in the same trace, to the route that sends webhooks.
  expect(named('POST /events/outcome').service).toBe('avatar-adapter');
  expect(ours().filter(({ isError }) => isError)).toEqual([]);
  // Each span but the first has a parent in the trace.
  const known = new Set([clientSpan, ...ours().map(({ spanId }) => spanId)]);
  expect(ours().filter(({ parentSpanId }) => !known.has(parentSpanId))).toEqual([]);
});
