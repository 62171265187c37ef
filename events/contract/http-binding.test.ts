import { CloudEvent } from 'cloudevents';
import { describe, expect, test } from 'vitest';
import { binaryMessage, decodeAttribute, encodeAttribute } from './http-binding.js';
import { readEvent } from './read-event.js';

/* The first rows are the examples of the specification, § 3.1.3.2. */
const pairs: [string, string][] = [
  ['Euro \u20AC \u{1F600}', 'Euro%20%E2%82%AC%20%F0%9F%98%80'],
  ['a "quoted" 100%', 'a%20%22quoted%22%20100%25'],
  ['line\r\nX-Injected: 1', 'line%0D%0AX-Injected:%201'],
  ['\u58f0\u97f3', '%E5%A3%B0%E9%9F%B3'],
  ["/shop?a=b&c='d'~", "/shop?a=b&c='d'~"],
];

describe('attributes in headers', () => {
  test.each(pairs)('%j is encoded as %j, and back', (value, header) => {
    expect(encodeAttribute(value)).toBe(header);
    expect(decodeAttribute(header)).toBe(value);
  });

  test.each([
    ['"a \\"b\\" c"', 'a "b" c'],
    ['Gr\u00c3\u00bcn', 'Gr\u00fcn'],
    ['Gr\u00fcn', 'Gr\u00fcn'],
    ['100%', '100%'],
    ['%E5%A3', '%E5%A3'],
    ['%2525', '%25'],
  ])('%j is read as %j', (header, value) => {
    expect(decodeAttribute(header)).toBe(value);
  });

  test('half of a surrogate pair becomes the replacement character', () => {
    expect(encodeAttribute('\ud83d')).toBe('%EF%BF%BD');
  });
});

test('an event with any attribute survives binary mode', () => {
  const event = new CloudEvent({
    id: '1',
    type: 'render.requested',
    source: '/shop',
    subject: '\u58f0\u97f3',
    note: 'a\r\nb',
    data: { avatarId: 'alice' },
  });
  const { headers, body } = binaryMessage(event);
  expect(Object.values(headers).join('')).toMatch(/^[\x20-\x7e]+$/);
  const read = readEvent({ headers, body: new TextEncoder().encode(body) });
  expect(read).toMatchObject({ subject: '\u58f0\u97f3', note: 'a\r\nb', data: { avatarId: 'alice' } });
});
