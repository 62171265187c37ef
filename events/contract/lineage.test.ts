import { CloudEvent } from 'cloudevents';
import { describe, expect, test } from 'vitest';
import { traceparent } from '../../test/fixtures/events.js';
import { lineageOf, readTrace } from './lineage.js';

const tracestate = 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE';

describe('readTrace', () => {
  test('passes a valid parent and state on', () => {
    expect(readTrace(traceparent, tracestate)).toEqual({ traceparent, tracestate });
    expect(readTrace(traceparent, undefined)).toEqual({ traceparent });
  });

  test.each([
    traceparent.toUpperCase(),
    traceparent.slice(0, -1),
    `${traceparent}-00`,
    traceparent.replaceAll('-', ''),
    traceparent.replace('4bf9', '4bg9'),
    traceparent.replace(/^00/, 'ff'),
    traceparent.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32)),
    traceparent.replace('00f067aa0ba902b7', '0'.repeat(16)),
    `${traceparent}\n`,
    'x',
    7,
  ])('ignores the malformed parent %j, and a state without a valid parent', (parent) => {
    expect(readTrace(parent, tracestate)).toEqual({});
  });

  test.each([
    'rojo',
    'Rojo=1',
    'rojo=1=2',
    'rojo=ü',
    'rojo=1\r\nx: y',
    `rojo=${'1'.repeat(257)}`,
    Array.from({ length: 33 }, (_, i) => `a${String(i)}=1`).join(','),
    '',
    ',',
    7,
  ])('ignores the malformed state %j', (state) => {
    expect(readTrace(traceparent, state)).toEqual({ traceparent });
  });

  test('accepts vendors, and empty members and spaces between members', () => {
    expect(readTrace(traceparent, 'fw529a3039@dt=a b, , 1a-_*/=! ~')).toEqual({
      traceparent,
      tracestate: 'fw529a3039@dt=a b,1a-_*/=! ~',
    });
  });
});

describe('lineageOf', () => {
  const request = { id: 'order-4711', type: 'render.requested', source: '/my/pipeline' };

  test('names the request as the cause, and passes its correlation, trace, and kind of caller on', () => {
    const attributes = { correlationid: 'txn-abc-123', traceparent, tracestate, authtype: 'service_account' };
    expect(lineageOf(new CloudEvent({ ...request, ...attributes, authid: 'me', authclaims: '{}' }))).toEqual({
      ...attributes,
      causationid: 'order-4711',
    });
  });

  test('of a request without extensions is its id and an unknown caller', () => {
    expect(lineageOf(new CloudEvent(request))).toEqual({ causationid: 'order-4711', authtype: 'unknown' });
  });

  test('omits values that could not be sent as headers', () => {
    const attributes = { correlationid: 'a\nb', authtype: 'Not a kind!', traceparent: 'a\nb' };
    expect(lineageOf(new CloudEvent({ ...request, ...attributes, id: 'Bestellung-Ä' }))).toEqual({
      authtype: 'unknown',
    });
    expect(lineageOf(new CloudEvent({ ...request, correlationid: 'a b', id: ' ' }))).toEqual({
      correlationid: 'a b',
      authtype: 'unknown',
    });
  });
});
