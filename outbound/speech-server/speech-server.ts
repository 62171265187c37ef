import type { IncomingMessage } from 'node:http';
import { SpanKind } from '@opentelemetry/api';
import type { Settings } from '../../config/settings.js';
import { activeTrace, inSpan } from '../../config/tracing.js';
import { guardedRequest } from '../guarded-request.js';
import type { ProxySettings } from '../proxy.js';

/** A server with the OpenAI-compatible speech API. The operator names it, so it may be private. */
export type SpeechServer = Pick<Settings, 'SPEECH_API_KEY' | 'SPEECH_MODEL'> &
  ProxySettings & { readonly SPEECH_URL: string };

/** What a sentence is spoken like. */
export interface SpokenInput {
  readonly input: string;
  readonly voice: string;
  readonly speed: number;
  /** Some servers know MP3 only. */
  readonly format?: 'wav' | 'mp3';
}

/**
 * Asks for speech, as WAV by default: servers that cannot write it answer with what they have.
 * @returns the answer, of any status; the caller must read or destroy it
 */
export async function requestSpeech(
  server: SpeechServer,
  { input, voice, speed, format = 'wav' }: SpokenInput,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const body = {
    model: server.SPEECH_MODEL,
    input,
    voice,
    response_format: format,
    // Some models reject every speed.
    ...(speed === 1 ? {} : { speed }),
  };
  const url = endpoint(server, 'audio/speech');
  const attributes = {
    'server.address': url.hostname,
    'avatar.voice': voice,
    'avatar.characters': input.length,
  };
  return inSpan('speak', { kind: SpanKind.CLIENT, attributes }, async (span) => {
    const answer = await guardedRequest(url, {
      allowed: 'any',
      signal,
      proxies: server,
      method: 'POST',
      headers: {
        ...authorization(server),
        ...activeTrace(),
        'content-type': 'application/json',
        accept: 'audio/*, */*;q=0.1',
      },
      body: JSON.stringify(body),
    });
    if (answer.statusCode !== undefined) span.setAttribute('http.response.status_code', answer.statusCode);
    return answer;
  });
}

/** Asks for JSON. @returns the answer, of any status; the caller must read or destroy it */
export async function requestJson(
  server: SpeechServer,
  path: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return guardedRequest(endpoint(server, path), {
    allowed: 'any',
    signal,
    proxies: server,
    headers: { ...authorization(server), accept: 'application/json' },
  });
}

function endpoint({ SPEECH_URL: base }: SpeechServer, path: string): URL {
  return new URL(path, base.endsWith('/') ? base : `${base}/`);
}

function authorization({ SPEECH_API_KEY: key }: SpeechServer): Record<string, string> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}
