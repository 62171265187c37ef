import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../config/settings.js';
import { speechServer } from '../../../test/fixtures/speech-server.js';
import { checkVoice } from './check-voice.js';

const running = new AbortController().signal;
const check = (given: Parameters<typeof checkVoice>[0], environment: Record<string, string> = {}) =>
  checkVoice(given, readSettings(environment), running);

describe('checkVoice', () => {
  test.each([
    'http://10.0.0.1/voice.wav',
    'http://127.0.0.1/voice.wav',
    'http://[::1]/voice.wav',
    'http://localhost:8080/voice.wav',
    'http://169.254.169.254/latest/meta-data',
    'http://2130706433/voice.wav',
  ])('refuses the private address %s', async (voiceUrl) => {
    await expect(check({ voiceUrl })).rejects.toMatchObject({
      code: 'voice_url_refused',
      message: expect.stringContaining('which is not a public address') as string,
    });
  });

  test('accepts public addresses, names, uploads, and private addresses that are allowed', async () => {
    for (const voiceUrl of ['https://example.com/voice.wav', 'http://93.184.215.14/', 'upload:job'])
      await expect(check({ voiceUrl })).resolves.toBeUndefined();
    const allowed = { VOICE_ALLOW_PRIVATE: 'loopback' };
    await expect(check({ voiceUrl: 'http://localhost:1/' }, allowed)).resolves.toBeUndefined();
  });

  test('refuses a voice and a language that do not exist', async () => {
    await expect(check({ text: 'Hi.', voice: 'alan' })).rejects.toMatchObject({
      code: 'speech_voice_unknown',
    });
    await expect(check({ text: 'Hi.', language: 'fi' })).rejects.toMatchObject({
      code: 'language_unsupported',
    });
    await expect(check({ text: 'Hi.', voice: 'slt', language: 'en' })).resolves.toBeUndefined();
  });

  test('checks the letters of a text only for an embedded voice', async () => {
    const { url } = await speechServer((_, response) => void response.end(), { voices: ['kana'] });
    const server = { SPEECH_URL: url };
    await expect(check({ text: 'おはようございます' }, server)).resolves.toBeUndefined();
    await expect(check({ text: 'おはようございます', voice: 'slt' }, server)).rejects.toMatchObject({
      code: 'language_unsupported',
    });
  });
});
