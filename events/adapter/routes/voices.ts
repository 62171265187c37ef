import { createHash } from 'node:crypto';
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { checkText } from '../../../domain/check-text.js';
import { RenderError } from '../../../errors/render-error.js';
import { offeredVoices } from '../../../outbound/speech-server/offered-voices.js';
import type { ObjectInfo } from '../../../storage/store.js';
import { optionalSpeech, textSchema } from '../../contract/data-fields.js';
import type { EventData } from '../../contract/event-data.js';
import { taskRequested } from '../../contract/events.js';
import { taskKeys } from '../../status/task.js';
import type { AdapterContext } from '../context.js';
import { checkVoice } from '../jobs/check-voice.js';
import { readJson } from '../http/json-body.js';
import { linksBelow } from '../http/links.js';
import { objectResponse } from '../http/object-response.js';
import { examples } from '../http/openapi-examples.js';
import { problems } from '../http/problem.js';
import { requestLineage } from '../http/request-lineage.js';
import { validate } from '../http/validate.js';
import { newRequestId, runTask } from '../tasks/run-task.js';

const voiceSchema = z
  .object({
    id: z.string(),
    language: z.string().optional().describe('BCP 47, if it is known'),
    engine: z.enum(['embedded', 'server']).describe('What speaks: Flite, or the speech server'),
    sampleUrl: z.string().describe('A sentence to listen to'),
  })
  .openapi('Voice', { example: examples.voice });

const sound = { 'audio/wav': { schema: z.string().openapi({ format: 'binary' }) } };

const listRoute = createRoute({
  method: 'get',
  path: '/voices',
  operationId: 'listVoices',
  tags: ['Voices'],
  summary: 'List the voices that can speak a text',
  responses: {
    200: {
      description: 'Those of the speech server first; the first one is used by default',
      content: { 'application/json': { schema: z.array(voiceSchema) } },
    },
    ...problems(),
  },
});

const sampleRoute = createRoute({
  method: 'get',
  path: '/voices/{id}/sample.wav',
  operationId: 'getVoiceSample',
  tags: ['Voices'],
  summary: 'Listen to a voice',
  description: 'The sample is made by the first request for it, and kept.',
  request: { params: z.object({ id: z.string().max(128) }) },
  responses: {
    200: { description: 'A sentence', content: sound },
    206: { description: 'A part of it', content: sound },
    304: { description: 'Unchanged since the version in If-None-Match' },
    ...problems(
      'speech_voice_unknown',
      'speech_refused',
      'range_unsatisfiable',
      'sink_unavailable',
      'not_finished',
    ),
  },
});

const speechBody = z
  .strictObject({ ...optionalSpeech, text: textSchema })
  .openapi('SpeechRequest', { example: examples.speechRequest });

const speechRoute = createRoute({
  method: 'post',
  path: '/speech',
  operationId: 'speak',
  tags: ['Voices'],
  summary: 'Listen to a text before a render',
  request: { body: { required: true, content: { 'application/json': { schema: speechBody } } } },
  responses: {
    200: { description: 'The speech', content: sound },
    ...problems(
      'request_invalid',
      'text_empty',
      'text_too_long',
      'language_unsupported',
      'speech_voice_unknown',
      'speech_refused',
      'speech_unreadable',
      'body_too_large',
      'sink_unavailable',
      'not_finished',
    ),
  },
});

/** Adds the routes for voices that speak texts. The adapter lists them; the function speaks. */
export function addVoiceRoutes(app: OpenAPIHono, adapter: AdapterContext): void {
  const { store, settings } = adapter;
  app.openapi(listRoute, async (context) => {
    const { voices } = await offeredVoices(settings, context.req.raw.signal);
    return context.json(
      voices.map(({ id, language, engine }) => ({
        id,
        engine,
        sampleUrl: linksBelow(settings.BASE_PATH).voiceSample(id),
        ...(language === undefined ? {} : { language }),
      })),
      200,
    );
  });

  app.openapi(sampleRoute, async (context) => {
    const { id } = context.req.valid('param');
    const { voices } = await offeredVoices(settings, context.req.raw.signal);
    const voice = voices.find((each) => each.id === id);
    if (!voice) throw new RenderError('speech_voice_unknown', `Voice ${id} does not exist. See GET /voices.`);
    const text = sampleText(voice.language);
    const key = sampleKey(
      voice.engine === 'server' ? [settings.SPEECH_URL, settings.SPEECH_MODEL, id] : [id],
    );
    const facts = (await store.head(key)) ?? (await makeSample(context, { text, voice: id }, key, adapter));
    return objectResponse(context, store, facts, {
      contentType: 'audio/wav',
      cacheControl: 'public, max-age=3600',
    });
  });

  // Registered for the OpenAPI document only: JSON is read with its own limits.
  app.openAPIRegistry.registerPath(speechRoute);
  app.post('/speech', async (context) => {
    const body = validate(speechBody, await readJson(context.req.raw));
    checkText(body.text, settings);
    await checkVoice(body, settings, context.req.raw.signal);
    const facts = await speak(context, body, adapter);
    return objectResponse(context, store, facts, { contentType: 'audio/wav', cacheControl: 'no-store' });
  });
}

async function speak(
  context: Context,
  request: Omit<EventData<'speech.requested'>, 'requestId'>,
  adapter: AdapterContext,
): Promise<ObjectInfo> {
  const requestId = newRequestId();
  const data = { ...request, requestId };
  const envelope = { ...adapter.producer, ...requestLineage(context) };
  const event = taskRequested('speech.requested', data, envelope);
  await runTask(event, 'speech.completed', adapter, context.req.raw.signal);
  const facts = await adapter.store.head(taskKeys.speech(requestId));
  if (facts) return facts;
  throw new RenderError('store_unavailable', 'The speech is missing from the store.');
}

async function makeSample(
  context: Context,
  request: Omit<EventData<'speech.requested'>, 'requestId'>,
  key: string,
  adapter: AdapterContext,
): Promise<ObjectInfo> {
  const { store } = adapter;
  const spoken = await speak(context, request, adapter);
  const object = await store.get(spoken.key);
  if (object) await store.put(key, object.body, { contentType: 'audio/wav' });
  return (await store.head(key)) ?? spoken;
}

/** A voice of another server, or another model of it, sounds different under the same id. */
function sampleKey(parts: readonly (string | undefined)[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
  return `voice-samples/${hash}.wav`;
}

const sampleTexts: Readonly<Record<string, string>> = {
  de: 'Guten Morgen. So klinge ich.',
  en: 'Good morning. This is how I sound.',
  es: 'Buenos días. Así sueno yo.',
  fr: 'Bonjour. Voici ma voix.',
  it: 'Buongiorno. Questa è la mia voce.',
  ja: 'おはようございます。これが私の声です。',
  pt: 'Bom dia. Esta é a minha voz.',
  zh: '早上好。这是我的声音。',
};

function sampleText(language = 'en'): string {
  return sampleTexts[language.split('-')[0]?.toLowerCase() ?? ''] ?? String(sampleTexts['en']);
}
