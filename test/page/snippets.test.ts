import { describe, expect, test } from 'vitest';
import { curlLine } from '../../page/job/snippets.js';

const voice = { kind: 'file', name: `it's "x" \\ $(y).wav` } as const;

describe('the curl command', () => {
  test('has the motion in JSON and in a form', () => {
    const text = { kind: 'text', name: 'Hello.' } as const;
    expect(curlLine({ avatarId: 'alice', voice: text, motion: 'alive' }, 'http://h', false)).toContain(
      `-d '{"avatarId":"alice","text":"Hello.","motion":"alive"}'`,
    );
    const file = { kind: 'file', name: 'a.wav' } as const;
    expect(curlLine({ avatarId: 'alice', voice: file, motion: 'blink' }, 'http://h', false)).toContain(
      '-F motion=blink',
    );
  });

  test('has the shape, and names the file by its kind', () => {
    const file = { kind: 'file', name: 'a.wav' } as const;
    const shape = { aspect: '9:16', background: 'transparent', format: 'webm' };
    const line = curlLine({ avatarId: 'alice', voice: file, ...shape }, 'http://h', false);
    expect(line).toContain(`-F 'aspect=9:16' \\\n  -F background=transparent \\\n  -F format=webm`);
    expect(line).toContain(`-H 'Accept: video/webm'`);
    expect(line).toMatch(/-o alice\.webm$/);
  });

  test('quotes the name of a file for the shell and for curl', () => {
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
  });

  test('quotes the id of a portrait if the shell would interpret it', () => {
    const line = curlLine({ avatarId: '$(y); #', voice }, 'http://h', false);
    expect(line).toContain(`-F 'avatarId=$(y); #' \\\n`);
    expect(line).toMatch(/ -o '\$\(y\); #\.mp4'$/);
  });

  test('sends the URL of a voice as JSON', () => {
    const link = { kind: 'link', name: 'https://example.com/v.wav?a=1&b' } as const;
    expect(curlLine({ avatarId: 'alice', voice: link }, 'http://h', false)).toContain(
      `-d '{"avatarId":"alice","voiceUrl":"https://example.com/v.wav?a=1&b"}'`,
    );
  });

  test('sends a text as JSON, with the voice that speaks it', () => {
    const text = { kind: 'text', name: "It's me.", speaker: 'slt' } as const;
    expect(curlLine({ avatarId: 'alice', voice: text }, 'http://h', false)).toContain(
      `-d '{"avatarId":"alice","text":"It'\\''s me.","voice":"slt"}'`,
    );
  });

  test('downloads a sample voice first', () => {
    const sample = { kind: 'sample', name: 'hello.flac' } as const;
    expect(curlLine({ avatarId: 'alice', voice: sample }, 'http://h', false)).toMatch(
      /^curl -O 'http:\/\/h\/voices\/hello\.flac'\ncurl --fail /,
    );
  });
});
