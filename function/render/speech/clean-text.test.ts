import { describe, expect, test } from 'vitest';
import { cleanText, spokenText } from './clean-text.js';

describe('cleanText', () => {
  test.each([
    ['a line break inside a sentence', 'one\r\ntwo', 'one two'],
    ['a line break before a capital', 'One.\nTwo.', 'One.\nTwo.'],
    ['paragraphs', 'One.\u2029Two.', 'One.\n\nTwo.'],
    ['control characters', 'He\u0000l\u0007lo\u001b[0m', 'Hello[0m'],
    ['marks of direction and a byte order mark', '\ufeffa\u202eb\u2066c', 'abc'],
    ['half of a surrogate pair', 'a\ud83d b', 'a b'],
    ['letters that are composed of two', 'cafe\u0301', 'caf\u00e9'],
    ['white space of all kinds', ' a\u00a0\t b ', 'a b'],
  ])('cleans %s', (_, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  test('keeps joiners, which change letters in some scripts', () => {
    expect(cleanText('می\u200cخواهم')).toBe('می\u200cخواهم');
  });
});

describe('spokenText', () => {
  test.each([
    ['emoji', 'Hi 👩\u200d🚀👋🏽 there 🇩🇪', 'Hi there'],
    ['markup, but not its words', 'wait <break time="2s"/> here', 'wait break time="2s"/ here'],
    ['brackets of engines', '[pause:3s] {x} [word](/fo/)', 'pause:3s x word (/fo/)'],
  ])('leaves out %s', (_, sentence, spoken) => {
    expect(spokenText(sentence)).toBe(spoken);
  });
});
