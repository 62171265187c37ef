import { CloudEvent } from 'cloudevents';
import { expect, test } from 'vitest';
import { eventShapes } from '../../test/fixtures/event-shapes.js';
import { readEvent } from './read-event.js';

const voiceUrl = 'https://example.com/voice.wav';
const bytes = (body: string | Uint8Array) =>
  typeof body === 'string' ? new TextEncoder().encode(body) : body;

/** What becomes of the shape of this name. */
function read(name: string): CloudEvent<unknown> | undefined {
  const shape = eventShapes(voiceUrl).find((each) => each.shape === name);
  if (!shape) throw new RangeError(name);
  const headers = Object.entries(shape.headers).map(
    ([header, value]) => [header.toLowerCase(), value] as const,
  );
  return readEvent({ headers: Object.fromEntries(headers), body: bytes(shape.body) });
}

test.each([
  'binary without Content-Type (raw bytes, SDKs for Java)',
  'binary, JSON as a form (`curl -d`)',
  'binary, version 0.3',
  'optional fields are null',
  'structured, quoted charset (C#)',
  'structured, `data_base64`',
  'structured, extension `my-ext`: dropped',
])('%s: the event has the data that was sent, and only allowed attributes', (name) => {
  const event = read(name);
  expect(event?.data).toEqual({ avatarId: 'alice', voiceUrl });
  expect(event).toMatchObject({ specversion: '1.0', type: 'render.requested', source: '/sender' });
  expect(Object.keys(event ?? {}).filter((key) => /^my/i.test(key))).toEqual([]);
});

test.each([
  ['binary without ce-id', 'The request is not a valid CloudEvent: id is missing.'],
  ['structured, id is a number', 'The request is not a valid CloudEvent: id must be a text.'],
  ['binary, unknown version', 'The request is not a valid CloudEvent: specversion must be 1.0.'],
  [
    'binary, source with a space',
    'The request is not a valid CloudEvent: source must match format "uri-reference".',
  ],
  [
    'structured, relative dataschema',
    'The request is not a valid CloudEvent: dataschema must match format "uri".',
  ],
  ['binary, malformed JSON', 'The data of the event is not valid JSON in UTF-8.'],
  ['structured, malformed JSON', 'The body of the event is not valid JSON in UTF-8.'],
  ['structured, a list', 'The body is not an event: it must be one JSON object.'],
  ['structured, broken `data_base64`', 'data_base64 is not base64.'],
  ['batch', 'The request is a batch of events. Send each event in a request by itself.'],
  [
    'structured, another format',
    'The event is application/cloudevents+xml. Send application/cloudevents+json, or binary mode.',
  ],
])('%s: rejected with the reason', (name, message) => {
  expect(() => read(name)).toThrow(message);
});

test('a request without an event is none', () => {
  expect(read('a plain request')).toBeUndefined();
  expect(readEvent({ headers: {}, body: new Uint8Array() })).toBeUndefined();
});
