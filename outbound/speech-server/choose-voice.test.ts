import { describe, expect, test } from 'vitest';
import type { SpeechVoice } from '../../domain/speech-voices.js';
import { chooseVoice } from './choose-voice.js';

const voices: SpeechVoice[] = [
  { id: 'slt', language: 'en-US', engine: 'embedded' },
  { id: 'awb', language: 'en-GB', engine: 'embedded' },
  { id: 'siwis', language: 'fr-FR', engine: 'server' },
  { id: 'custom', language: undefined, engine: 'server' },
];

describe('chooseVoice', () => {
  test.each([
    [{}, 'slt'],
    [{ voice: 'custom' }, 'custom'],
    [{ voice: 'slt', language: 'fr' }, 'slt'],
    [{ language: 'en' }, 'slt'],
    [{ language: 'EN-gb' }, 'awb'],
    [{ language: 'fr-CA' }, 'siwis'],
  ])('chooses for %j', (wanted, id) => {
    expect(chooseVoice({ voices, isOpen: false }, wanted).id).toBe(id);
  });

  test.each([
    [
      { voice: 'alan', language: 'zh' },
      { id: 'alan', language: 'zh', engine: 'server' },
    ],
    [{ voice: 'awb' }, { id: 'awb', language: 'en-GB', engine: 'embedded' }],
    [{}, { id: 'alloy', language: undefined, engine: 'server' }],
  ])('passes %j on to a server that lists no voices', (wanted, voice) => {
    const embedded = voices.filter(({ engine }) => engine === 'embedded');
    expect(chooseVoice({ voices: embedded, isOpen: true }, wanted)).toEqual(voice);
  });

  test('passes a voice on to a server that lists only some, and chooses one of those otherwise', () => {
    const some = { voices: voices.toReversed(), isOpen: true };
    expect(chooseVoice(some, { voice: 'alan' })).toEqual({ id: 'alan', engine: 'server' });
    expect(chooseVoice(some, {}).id).toBe('custom');
    expect(chooseVoice(some, { language: 'fr' }).id).toBe('siwis');
    expect(() => chooseVoice(some, { language: 'zh' })).toThrow('No voice speaks zh.');
  });

  test.each([
    ['siwis(2)+custom(1)', 'fr-FR'],
    ['custom+siwis', undefined],
    ['siwis(1.5)-custom(0.5)', 'fr-FR'],
    ['siwis*0.3+custom*0.7', 'fr-FR'],
  ])('passes on the mix %s of listed voices', (id, language) => {
    expect(chooseVoice({ voices, isOpen: false }, { voice: id })).toEqual({ id, language, engine: 'server' });
  });

  test.each(['siwis+alan', 'siwis+slt', '+', 'alan(2)'])('refuses the mix %s', (id) => {
    expect(() => chooseVoice({ voices, isOpen: false }, { voice: id })).toThrow(
      expect.objectContaining({ code: 'speech_voice_unknown' }),
    );
  });

  test('refuses an unknown voice and names those that exist', () => {
    expect(() => chooseVoice({ voices, isOpen: false }, { voice: 'alan' })).toThrow(
      expect.objectContaining({
        code: 'speech_voice_unknown',
        message: 'Voice alan does not exist. Use one of GET /voices: slt, awb, siwis, custom.',
      }),
    );
  });

  test('refuses a language that no voice speaks and names those that are spoken', () => {
    expect(() => chooseVoice({ voices, isOpen: false }, { language: 'zh' })).toThrow(
      expect.objectContaining({
        code: 'language_unsupported',
        message:
          'No voice speaks zh. Name a voice of GET /voices, or use one of these languages: en-US, en-GB, fr-FR.',
      }),
    );
  });
});
