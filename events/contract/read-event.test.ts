import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { CloudEvent } from 'cloudevents';
import { describe, expect, test } from 'vitest';
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
  const jobId = name === 'optional fields are null' ? undefined : 'shapes';
  expect(event?.data).toEqual({ jobId, avatarId: 'alice', voiceUrl });
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
  [
    'binary, malformed JSON',
    'The data of the event is not valid JSON in UTF-8 at line 1, column 13. The end of the body is missing.',
  ],
  [
    'structured, malformed JSON',
    'The body of the event is not valid JSON in UTF-8 at line 1, column 22. The end of the body is missing.',
  ],
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

test('a request without an event gives undefined', () => {
  expect(read('a plain request')).toBeUndefined();
  expect(readEvent({ headers: {}, body: new Uint8Array() })).toBeUndefined();
});

describe('data_base64', () => {
  const event = (encoded: string) =>
    readEvent({
      headers: { 'content-type': 'application/cloudevents+json' },
      body: bytes(JSON.stringify({ id: '1', type: 'a', source: '/a', data_base64: encoded })),
    });

  test('may contain white space', () => {
    expect(event(' eyJh\n IjoxfQ\t== ')?.data).toEqual({ a: 1 });
  });

  test.each([' ', 'A', '=', '\n', 'A ', '= '])('of a megabyte of %j is refused in linear time', (token) => {
    const startMs = process.cpuUsage().user / 1000;
    expect(() => event(`${token.repeat((1 << 20) / token.length)}!`)).toThrow('data_base64 is not base64.');
    // A quadratic check takes an hour.
    expect(process.cpuUsage().user / 1000 - startMs).toBeLessThan(5000);
  });
});

test.each([
  ['a subject', { subject: 'x'.repeat(4096) }],
  ['an extension beyond ASCII', { note: '\u58f0'.repeat(500) }],
])('%s that no header could carry is refused', (_, fields) => {
  const body = bytes(JSON.stringify({ id: '1', type: 'a', source: '/a', ...fields }));
  expect(() => readEvent({ headers: { 'content-type': 'application/cloudevents+json' }, body })).toThrow(
    'its attributes have more than 4096 bytes in headers',
  );
});

test('extensions with the names of methods are dropped, and change no prototype', () => {
  const text =
    '{"id":"1","type":"a","source":"/a","specversion":"1.0","constructor":"x","validate":"y","__proto__":{"z":1}}';
  const event = readEvent({
    headers: { 'content-type': 'application/cloudevents+json' },
    body: bytes(text),
  });
  expect(Object.keys(event ?? {})).not.toContain('constructor');
  expect(Object.keys(event ?? {})).not.toContain('validate');
  expect(event?.cloneWith({ note: 'b' })['note']).toBe('b');
  expect(Object.prototype).not.toHaveProperty('z');
});

describe('the encodings of bodies', () => {
  const event = {
    id: '1',
    type: 'a',
    source: '/a',
    specversion: '1.0',
    data: { text: 'Café', fps: '25', voice: '' },
  };
  const sent = (body: Uint8Array, encoding: string) =>
    readEvent({
      headers: { 'content-type': 'application/cloudevents+json', 'content-encoding': encoding },
      body,
    });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('%s is unpacked', (encoding, pack) => {
    expect(sent(pack(JSON.stringify(event)), encoding)?.data).toEqual({ text: 'Café', fps: 25 });
  });

  test('an event that is damaged, too large when unpacked, or in an unknown encoding is refused by name', () => {
    expect(() => sent(bytes('{}'), 'gzip')).toThrow(
      'The event is not valid gzip, or has more than 1048576 bytes.',
    );
    expect(() => sent(gzipSync(Buffer.alloc(2_000_000)), 'gzip')).toThrow('has more than 1048576 bytes');
    expect(() => sent(bytes('{}'), 'zstd')).toThrow(
      'The Content-Encoding is zstd. Use gzip, deflate, br, or none.',
    );
  });
});

describe('nested values', () => {
  const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
  const structured = (fields: object) =>
    readEvent({
      headers: { 'content-type': 'application/cloudevents+json' },
      body: bytes(JSON.stringify({ id: '1', type: 'a', source: '/a', ...fields })),
    });

  test('are read up to 64 levels', () => {
    expect(structured({ data: { list: nested(63) } })?.data).toEqual({ list: nested(63) });
  });

  test.each(['data', 'extension'])('of 65 levels in %s are refused', (name) => {
    expect(() => structured({ [name]: nested(65) })).toThrow('it is nested more than 64 levels deep');
  });

  test('of 100000 levels are refused without overflowing the stack', () => {
    const list = '['.repeat(100_000) + ']'.repeat(100_000);
    const body = bytes(`{"id":"1","type":"a","source":"/a","specversion":"1.0","extension":${list}}`);
    expect(() => readEvent({ headers: { 'content-type': 'application/cloudevents+json' }, body })).toThrow(
      'it is nested more than 64 levels deep',
    );
  });
});
