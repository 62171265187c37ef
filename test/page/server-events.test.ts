import { describe, expect, test } from 'vitest';
import { serverEvents } from '../../page/service/server-events.js';

const text =
  'id: 1.voice.0\nevent: processing\ndata: {"a":1}\n\n: still there\n\nid: ended\ndata: {}\n\nid: cut';

async function* pieces(length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield await Promise.resolve(text.slice(at, at + length));
}

describe('a stream of server-sent events', () => {
  test.each([1, 7, 1000])(
    'is parsed from chunks of %i characters, without an incomplete event',
    async (length) => {
      const events = [];
      for await (const event of serverEvents(pieces(length))) events.push(event);
      expect(events).toEqual([{ id: '1.voice.0', data: '{"a":1}' }, undefined, { id: 'ended', data: '{}' }]);
    },
  );
});
