import { describe, expect, test } from 'vitest';
import { jobIdFromEvent } from '../../events/contract/job-id.js';
import { collectingSink } from '../fixtures/collecting-sink.js';
import { runningAdapter } from '../fixtures/running-adapter.js';
import { eventIn, sendMessage } from '../fixtures/send-event.js';
import { functionEnvironment, startFunction } from '../fixtures/service-function.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

/*
 * The features of the CloudEvents conformance suite for the HTTP protocol binding: events in both content
 * modes, with and without parameters of the media type. See cloudevents/conformance,
 * features/http-protocol-binding.feature.
 */

const attributes = {
  specversion: '1.0',
  type: 'render.requested',
  source: '/pipelines/conformance',
  id: 'c-0817',
  time: '2026-03-02T09:30:00Z',
};
const valid = { avatarId: 'alice', voiceUrl: 'https://example.com/voice.wav' };
const jobId = jobIdFromEvent(attributes);

type Mode = 'binary' | 'structured';

const modes: readonly (readonly [Mode, string, string])[] = [
  ['binary', 'application/json', 'application/json'],
  ['binary', 'application/json; charset=utf-8', 'application/json; charset=utf-8'],
  ['structured', 'application/cloudevents+json', 'application/json'],
  ['structured', 'application/cloudevents+json; charset=utf-8', 'application/json'],
];

function message(mode: Mode, contentType: string, data: object, type = attributes.type) {
  const given = { ...attributes, type };
  if (mode === 'structured') {
    const body = JSON.stringify({ ...given, datacontenttype: 'application/json', data });
    return { headers: { 'content-type': contentType }, body };
  }
  const headers = Object.entries(given).map(([name, value]) => [`ce-${name}`, value] as const);
  return {
    headers: { ...Object.fromEntries(headers), 'content-type': contentType },
    body: JSON.stringify(data),
  };
}

describe('the HTTP protocol binding of the adapter', () => {
  test.each(modes)(
    'reads all attributes and the data in %s mode with %s',
    async (mode, contentType, stored) => {
      const sink = await collectingSink();
      const { url } = await runningAdapter({ SERVICE_ROLE: 'internal', K_SINK: sink.url });
      const deadLetter = new URL('/events/dead-letter', url);
      expect((await sendMessage(deadLetter, message(mode, contentType, valid))).status).toBe(204);
      // The adapter sends a dead letter again as it has read it, and counts that in an extension.
      expect(sink.events.map((event) => event.toJSON())).toEqual([
        {
          ...attributes,
          time: '2026-03-02T09:30:00.000Z',
          datacontenttype: stored,
          resent: expect.anything() as unknown,
          data: valid,
        },
      ]);
      const other = message(mode, contentType, valid, 'org.example.something');
      expect((await sendMessage(deadLetter, other)).status).toBe(204);
      expect(sink.events).toHaveLength(1);
    },
  );
});

describe('the HTTP protocol binding of the function', () => {
  test('reads events in both modes, and replies in binary mode', async () => {
    const { url } = await startFunction(await functionEnvironment(await temporaryFolder()));
    for (const [mode, contentType] of modes) {
      const data = { ...valid, avatarId: 'No One' };
      const answer = await sendMessage(url, message(mode, contentType, data));
      expect(answer.headers).toMatchObject({
        'ce-specversion': '1.0',
        'ce-type': 'render.failed',
        'ce-id': `${jobId}.refused`,
        'ce-source': '/avatar-service/function',
        'ce-subject': jobId,
        'ce-causationid': attributes.id,
      });
      expect(answer.headers['content-type']).toMatch(/^application\/json(;|$)/);
      expect(eventIn(answer).data).toMatchObject({
        jobId,
        code: 'request_invalid',
        details: { fields: ['avatarId'] },
      });
      const other = await sendMessage(url, message(mode, contentType, data, 'org.example.something'));
      expect([other.status, other.text]).toEqual([204, '']);
    }
  });
});
