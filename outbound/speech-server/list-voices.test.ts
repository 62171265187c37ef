import { describe, expect, test } from 'vitest';
import { readSettings } from '../../config/settings.js';
import { serve, unreachableUrl } from '../../test/fixtures/web-server.js';
import { speechServer } from '../../test/fixtures/speech-server.js';
import { languageOfId, listVoices, readVoices } from './list-voices.js';
import { offeredVoices } from './offered-voices.js';
import { recentVoices } from './recent-voices.js';

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
    ['lists by model', { 'tts-1': ['af_heart', { id: 'ff_siwis' }], other: ['alloy'] }],
    [
      'groups of models',
      {
        models: [
          { id: 'other', voices: ['x'] },
          { id: 'tts-1', voices: ['af_heart', 'ff_siwis'] },
        ],
      },
    ],
    ['groups under voices', { voices: { female: ['af_heart'], male: ['ff_siwis'] } }],
    ['objects by id', { voices: { af_heart: { lang: 'en-us' }, ff_siwis: 'French' } }],
  ])('reads the voices of %s', (_, document) => {
    expect(readVoices(document, 'tts-1')).toMatchObject({
      voices: [
        { id: 'af_heart', language: expect.stringMatching(/^en-US$/i) as string },
        { id: 'ff_siwis', language: 'fr-FR' },
      ],
      isWhole: true,
    });
  });

  test('reads ids with spaces and slashes', () => {
    const ids = ['Emily Clark', 'female/01.wav', 'Zoë'];
    expect(readVoices({ voices: ids }).voices.map(({ id }) => id)).toEqual(ids);
  });

  test.each([
    { data: ['af_heart'], total: 1683 },
    { data: ['af_heart'], has_more: true },
    { voices: Array.from({ length: 2001 }, (_, i) => `voice${String(i)}`) },
  ])('tells that a list is not the whole one', (document) => {
    expect(readVoices(document).isWhole).toBe(false);
  });

  test.each([
    null,
    7,
    'text',
    {},
    { voices: 3 },
    [{ id: ' two' }, { id: 'a\nb' }, { id: '' }, 5, null, ['x']],
  ])('finds no voice in %j', (document) => {
    expect(readVoices(document).voices).toEqual([]);
  });
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
    const settings = {
      SPEECH_URL: await unreachableUrl(),
      SPEECH_VOICES: 'alloy, siwis=fr-FR,kal=de,Emily Clark,female/01.wav',
    };
    expect(await offeredVoices(readSettings(settings), running)).toMatchObject({
      voices: [
        { id: 'alloy', language: undefined, engine: 'server' },
        { id: 'siwis', language: 'fr-FR', engine: 'server' },
        { id: 'kal', language: 'de', engine: 'server' },
        { id: 'Emily Clark', engine: 'server' },
        { id: 'female/01.wav', engine: 'server' },
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

describe('recentVoices', () => {
  test('asks once a minute, and keeps the list of a server that does not answer for an hour', async () => {
    let asked = 0;
    let isThere = true;
    const url = await serve((_, response) => {
      asked++;
      if (isThere) response.end(`["voice${String(asked)}"]`);
      else response.writeHead(500).end();
    });
    const server = { SPEECH_URL: `${url}/v1`, SPEECH_API_KEY: undefined, SPEECH_MODEL: 'tts-1' };
    const idsAt = async (seconds: number) =>
      (await recentVoices(server, running, seconds * 1000))?.voices.map(({ id }) => id);
    expect(await idsAt(0)).toEqual(['voice1']);
    expect(await idsAt(59)).toEqual(['voice1']);
    expect(await idsAt(61)).toEqual(['voice2']);
    isThere = false;
    expect(await idsAt(3600)).toEqual(['voice2']);
    expect(await idsAt(61 + 3601)).toBeUndefined();
    expect(asked).toBe(6);
  });
});
