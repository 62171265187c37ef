import { describe, expect, test } from 'vitest';
import { readText } from './read-text.js';

const spoken = (text: string) =>
  readText(text, { engine: 'embedded' }).sentences.map((sentence) => sentence.spoken);

describe('readText', () => {
  test.each([
    [
      'headings, emphasis, and items',
      '# Welcome\n\nThis is **important**:\n\n* first\n* _second_\n',
      ['Welcome', 'This is important:', 'first', 'second'],
    ],
    ['numbered items', '1. Mix\n2. Bake', ['one, Mix', 'two, Bake']],
    ['a table', '| Name | Age |\n| --- | --- |\n| Bob | 5 |', ['Name, Age', 'Bob, five']],
    ['links and pictures', 'See [the page](https://x.org/a_b) ![a cat](cat.png).', ['See the page a cat.']],
    ['code', 'Run `npm start`.\n\n```sh\nnpm test\n```', ['Run npm start.', 'npm test']],
    [
      'entities',
      'Tom &amp; Jerry said &quot;hi&quot;&nbsp;twice. &copy; 2024',
      ['Tom and Jerry said hi twice.', 'copyright twenty twenty four'],
    ],
    ['tags', '<p>I <b>like</b> it</p><ul><li>a</li></ul>', ['I like it', 'a']],
    ['what only looks like a tag', 'if a<b and c>d', ['if a less than b and c greater than d']],
    ['products', '2*3*4 = 24', ['two times three times four equals twenty four']],
  ])('reads %s', (_, text, sentences) => {
    expect(spoken(text)).toEqual(sentences);
  });

  test('follows break, sub, and say-as of SSML, and says that it skips the rest', () => {
    const text =
      '<speak>Hello <break time="500ms"/> <sub alias="World Wide Web">WWW</sub> <say-as interpret-as="characters">ab1</say-as> <prosody rate="slow">now</prosody></speak>';
    const { sentences, warnings } = readText(text, { engine: 'embedded' });
    expect(sentences.map(({ spoken: words, pauseSeconds }) => [words, pauseSeconds])).toEqual([
      ['Hello', 0.5],
      ['World Wide Web A B one now', undefined],
    ]);
    expect(warnings).toEqual(['markup_skipped']);
    expect(readText('<speak>Hi <break/> you</speak>', { engine: 'embedded' }).warnings).toEqual([]);
  });

  test.each([
    ['I <emphasis>really</emphasis> mean it.', 'I, really mean it.'],
    ['You <emphasis level="strong">must</emphasis> go.', 'You, must, go.'],
    ['<emphasis level="strong">Never</emphasis> again.', 'Never, again.'],
    ['Say <emphasis level="moderate">5</emphasis>.', 'Say, five.'],
    ['It is <emphasis level="none">not</emphasis> so.', 'It is not so.'],
    ['It is <emphasis level="reduced">so</emphasis>.', 'It is so.'],
  ])('sets emphasis off by pauses, without a warning: %s', (text, words) => {
    const { sentences, warnings } = readText(text, { engine: 'embedded' });
    expect(sentences).toEqual([{ text, spoken: words, break: 'paragraph' }]);
    expect(warnings).toEqual([]);
  });

  test('keeps what was written for captions', () => {
    const text = 'It costs $5 &amp; **more**. See <b>you</b> at 3:30.';
    const { sentences } = readText(text, { engine: 'embedded' });
    expect(sentences.map((sentence) => sentence.text)).toEqual([
      'It costs $5 &amp; **more**.',
      'See <b>you</b> at 3:30.',
    ]);
  });

  test('skips letters that a voice cannot say, and says so', () => {
    const { sentences, warnings } = readText('Hello 早上好。 Привет means hello.', { engine: 'embedded' });
    expect(sentences.map((sentence) => sentence.spoken)).toEqual(['Hello', 'means hello.']);
    expect(warnings).toEqual(['letters_skipped']);
    expect(readText('5 µm and Hawaiʻi', { engine: 'embedded' }).warnings).toEqual([]);
  });

  test('refuses a text that is mostly in another script', () => {
    expect(() => readText('早上好，我是爱丽丝 OK', { engine: 'embedded' })).toThrow(
      expect.objectContaining({ code: 'language_unsupported', details: { script: 'Han' } }),
    );
  });

  test.each([
    ['dollars', `${'$'.repeat(2000)}5`, ['five']],
    ['slashes', `${'/'.repeat(3000)}a`, ['a']],
    ['digits', '9'.repeat(300), 300],
  ])('never makes a sentence longer than its limit: %s', (_, text, expected) => {
    const sentences = spoken(text);
    expect(Math.max(...sentences.map((sentence) => sentence.length))).toBeLessThanOrEqual(900);
    if (typeof expected === 'number') expect(sentences.join(' ').split(' ')).toHaveLength(expected);
    else expect(sentences).toEqual(expected);
  });

  test('leaves the text of a speech server alone unless it is asked for', () => {
    const server = { engine: 'server', language: 'en-US' } as const;
    expect(readText('**$5** &amp; [x]', server).sentences[0]?.spoken).toBe('**$5** &amp; x');
    const normalized = readText('**$5** &amp; x', { ...server, normalizesForServer: true });
    expect(normalized.sentences[0]?.spoken).toBe('five dollars and x');
    const german = readText('**5 €** &amp; x', { ...server, language: 'de-DE', normalizesForServer: true });
    expect(german.sentences[0]?.spoken).toBe('5 € & x');
  });
});
