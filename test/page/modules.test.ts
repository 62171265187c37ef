import { expect, test } from 'vitest';
import { curlLine } from '../../page/job/snippets.js';
import { fitted, moved, resized } from '../../page/portrait/box.js';
import { serverEvents } from '../../page/service/server-events.js';
import { errorMessage } from '../../page/service/error-messages.js';
import { ago, duration, size, timeLeft } from '../../page/view/format.js';
import { errorCodes } from '../../errors/table.js';

/* Those of the page's modules that need no browser. */

test('the curl line survives a shell, whatever a file or a portrait is called', () => {
  const voice = { kind: 'file', name: `it's "x" \\ $(y).wav` } as const;
  expect(curlLine({ avatarId: 'alice', voice }, 'http://localhost:8080', true)).toBe(
    [
      `curl --fail 'http://localhost:8080/render?wait=120'`,
      `-H 'Accept: video/mp4'`,
      `-H "Authorization: Bearer $API_KEY"`,
      `-F avatarId=alice`,
      `-F 'voice=@"it'\\''s \\"x\\" \\\\ $(y).wav"'`,
      `-o alice.mp4`,
    ].join(' \\\n  '),
  );
  const link = { kind: 'link', name: 'https://example.com/v.wav?a=1&b' } as const;
  expect(curlLine({ avatarId: 'alice', voice: link }, 'http://h', false)).toContain(
    `-d '{"avatarId":"alice","voiceUrl":"https://example.com/v.wav?a=1&b"}'`,
  );
  const stranger = curlLine({ avatarId: '$(y); #', voice }, 'http://h', false);
  expect(stranger).toContain(`-F 'avatarId=$(y); #' \\\n`);
  expect(stranger).toMatch(/ -o '\$\(y\); #\.mp4'$/);
  const sample = { kind: 'sample', name: 'hello.flac' } as const;
  expect(curlLine({ avatarId: 'alice', voice: sample }, 'http://h', false)).toMatch(
    /^curl -O 'http:\/\/h\/voices\/hello\.flac'\ncurl --fail /,
  );
});

test('a stream of events is read wherever it is cut', async () => {
  const text =
    'id: 1.voice.0\nevent: processing\ndata: {"a":1}\n\n: still there\n\nid: ended\ndata: {}\n\nid: cut';
  for (const length of [1, 7, 1000]) {
    const pieces = async function* () {
      for (let at = 0; at < text.length; at += length)
        yield await Promise.resolve(text.slice(at, at + length));
    };
    const events = [];
    for await (const event of serverEvents(pieces())) events.push(event);
    expect(events).toEqual([{ id: '1.voice.0', data: '{"a":1}' }, undefined, { id: 'ended', data: '{}' }]);
  }
});

test('a box stays in its picture', () => {
  const picture = { width: 100, height: 80 };
  const box = { x: 10, y: 10, width: 40, height: 40 };
  expect(moved(box, 500, -500, picture)).toEqual({ x: 60, y: 0, width: 40, height: 40 });
  expect(resized(box, 'se', 500, 500, picture)).toEqual({ x: 10, y: 10, width: 90, height: 70 });
  expect(resized(box, 'nw', 500, 500, picture)).toEqual({ x: 34, y: 34, width: 16, height: 16 });
  expect(resized(box, 'ne', 10.4, -5, picture)).toEqual({ x: 10, y: 5, width: 50, height: 45 });
  expect(fitted({ x: -5, y: 70, width: 3, height: 300 }, picture)).toEqual({
    x: 0,
    y: 0,
    width: 16,
    height: 80,
  });
});

test('every code of the service has words, and a stranger’s code those of an operator’s fault', () => {
  for (const code of errorCodes) expect(errorMessage(code).advice, code).toMatch(/\.$/);
  expect(errorMessage('toString').title).toBe('Something is wrong with the service');
});

test('figures in words', () => {
  expect([duration(6.54), duration(75), size(200), size(999_499), size(1_234_567)]).toEqual([
    '7 s',
    '1:15 min',
    '1 kB',
    '999 kB',
    '1.2 MB',
  ]);
  expect([timeLeft(0.4), timeLeft(42.3), timeLeft(200)]).toEqual([
    'almost done',
    'about 42 s left',
    'about 3 min left',
  ]);
  expect([ago(0, 59_000), ago(0, 300_000), ago(0, 86_400_000)]).toEqual([
    'just now',
    '5 minutes ago',
    'yesterday',
  ]);
});
