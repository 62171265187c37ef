import { describe, expect, test } from 'vitest';
import { readSettings } from '../../config/settings.js';
import { serve, unreachableUrl } from '../../test/fixtures/web-server.js';
import { speechServer } from '../../test/fixtures/speech-server.js';
import { languageOfId, listVoices, readVoices } from './list-voices.js';
import { offeredVoices } from './offered-voices.js';

const running = new AbortController().signal;

describe('readVoices', () => {
  test.each([
    ['Kokoro-FastAPI', { voices: ['af_heart', 'ff_siwis'] }],
    ['newer servers', { voices: [{ id: 'af_heart', name: 'Heart' }, { id: 'ff_siwis' }] }],
    [
      'openai-edge-tts',
      { voices: [{ name: 'af_heart', gender: 'F', language: 'en-US' }, { name: 'ff_siwis' }] },
    ],
    [
      'lists of OpenAI',
      { object: 'list', data: [{ voice_id: 'af_heart' }, { id: 'ff_siwis', locale: 'fr_FR' }] },
    ],
    ['plain lists', ['af_heart', { id: 'ff_siwis', language: null }]],
    [
      'loudness-tts',
      {
        object: 'list',
        data: [
          { id: 'af_heart', name: 'Heart', language: 'English (United States)', locale: 'en-US' },
          { id: 'ff_siwis', language: 'French', locale: 'fr-FR' },
        ],
        total: 2,
      },
    ],
    ['objects by id', { voices: { af_heart: { lang: 'en-us' }, ff_siwis: 'French' } }],
  ])('reads the voices of %s', (_, document) => {
    expect(readVoices(document)).toMatchObject({
      voices: [
        { id: 'af_heart', language: expect.stringMatching(/^en-US$/i) as string },
        { id: 'ff_siwis', language: 'fr-FR' },
      ],
      isWhole: true,
    });
  });

  test.each([
    { data: ['af_heart'], total: 1683 },
    { data: ['af_heart'], has_more: true },
    { voices: Array.from({ length: 2001 }, (_, i) => `voice${String(i)}`) },
  ])('tells that a list is not the whole one', (document) => {
    expect(readVoices(document).isWhole).toBe(false);
  });

  test.each([null, 7, 'text', {}, { voices: 3 }, [{ id: 'two words' }, { id: '' }, 5, null, ['x']]])(
    'finds no voice in %j',
    (document) => {
      expect(readVoices(document).voices).toEqual([]);
    },
  );
});

test.each([
  ['en_US-amy-medium', 'en-US'],
  ['de-DE-KatjaNeural', 'de-DE'],
  ['bm_george', 'en-GB'],
  ['alloy', undefined],
  ['am_I_a_voice', 'en-US'],
  ['my_voice', undefined],
])('languageOfId reads the language of %s', (id, language) => {
  expect(languageOfId(id)).toBe(language);
});

describe('listVoices', () => {
  const server = (url: string) => ({ SPEECH_URL: url, SPEECH_API_KEY: 'key', SPEECH_MODEL: 'a/model' });

  test('asks the second address if the first has no list, and sends the key and the model', async () => {
    const asked: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url, request.headers.authorization);
      if (request.url?.startsWith('/v1/voices') === true) response.end('{"voices":["x"]}');
      else response.writeHead(404).end();
    });
    expect(await listVoices(server(`${url}/v1`), running)).toEqual({
      voices: [{ id: 'x', language: undefined }],
      isWhole: true,
    });
    const query = '?model=a%2Fmodel';
    expect(asked).toEqual([`/v1/audio/voices${query}`, 'Bearer key', `/v1/voices${query}`, 'Bearer key']);
  });

  test('has no list of a server without one, that is broken, or that is not there', async () => {
    expect(await listVoices(server(await unreachableUrl()), running)).toBeUndefined();
    for (const body of ['<html>', '{"voices":[]}', `["${'x'.repeat(5_000_000)}"]`]) {
      const url = await serve((_, response) => void response.end(body));
      expect(await listVoices(server(url), running)).toBeUndefined();
    }
  });
});

describe('offeredVoices', () => {
  test('offers the embedded voices without a server', async () => {
    const { voices, isOpen } = await offeredVoices(readSettings({}), running);
    expect(voices.map(({ id }) => id)).toEqual(['slt', 'rms', 'awb', 'kal']);
    expect(isOpen).toBe(false);
  });

  test('offers the voices that the settings name, and the embedded ones', async () => {
    const settings = { SPEECH_URL: await unreachableUrl(), SPEECH_VOICES: 'alloy, siwis=fr-FR,kal=de' };
    expect(await offeredVoices(readSettings(settings), running)).toMatchObject({
      voices: [
        { id: 'alloy', language: undefined, engine: 'server' },
        { id: 'siwis', language: 'fr-FR', engine: 'server' },
        { id: 'kal', language: 'de', engine: 'server' },
        { id: 'slt', engine: 'embedded' },
        { id: 'rms', engine: 'embedded' },
        { id: 'awb', engine: 'embedded' },
      ],
      isOpen: false,
    });
  });

  test('offers the voices that the server lists, and stays open to others if it does not list all', async () => {
    const { url } = await speechServer((_, response) => void response.end(), { voices: ['af_heart'] });
    const listed = await offeredVoices(readSettings({ SPEECH_URL: url }), running);
    expect(listed.voices[0]).toEqual({ id: 'af_heart', language: 'en-US', engine: 'server' });
    expect(listed.isOpen).toBe(false);
    const long = await speechServer((_, response) => void response.end(), { data: ['x'], total: 2 });
    expect((await offeredVoices(readSettings({ SPEECH_URL: long.url }), running)).isOpen).toBe(true);
    const silent = await speechServer((_, response) => void response.end());
    const open = await offeredVoices(readSettings({ SPEECH_URL: silent.url }), running);
    expect([open.isOpen, open.voices.length]).toEqual([true, 4]);
  });
});
