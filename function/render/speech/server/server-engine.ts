import type { IncomingMessage } from 'node:http';
import { RenderError } from '../../../../errors/render-error.js';
import { requestSpeech, type SpeechServer } from '../../../../outbound/speech-server/speech-server.js';
import { retryUntil } from '../../voice/fetch/retry-until.js';
import type { Delivery, SpeechEngine, SpokenSentence } from '../engine/engine.js';
import { readAnswer } from './read-answer.js';
import {
  isPassing,
  passingError,
  refusedError,
  refusesFormat,
  unavailableError,
  type ServerAnswer,
} from './server-errors.js';
import type { Ffmpeg } from '../../ffmpeg/ffmpeg.js';

const retries = { retries: Infinity, minTimeout: 500, maxTimeout: 8000, factor: 2 } as const;
const maxBodyBytes = 8192;

/** Speaks with a server that has the OpenAI-compatible `POST /v1/audio/speech`. */
export class ServerEngine implements SpeechEngine {
  readonly timeoutCode = 'speech_unavailable';
  /** Most servers have one model on one device, and queue what comes meanwhile. */
  readonly parallelSentences = 1;
  readonly #server: SpeechServer;
  readonly #ffmpeg: Ffmpeg;
  readonly #scratch: string;
  readonly #timeoutSeconds: number;
  #format: 'wav' | 'mp3' = 'wav';

  /**
   * @param scratch a folder for temporary files
   * @param timeoutSeconds for one sentence, with all attempts
   */
  constructor(server: SpeechServer, ffmpeg: Ffmpeg, scratch: string, timeoutSeconds: number) {
    this.#server = server;
    this.#ffmpeg = ffmpeg;
    this.#scratch = scratch;
    this.#timeoutSeconds = timeoutSeconds;
  }

  /** Asks for WAV, and for MP3 if the server refuses that. Retries transient errors (429, 5xx, lost connections) with growing pauses until the timeout. */
  async speak(sentence: string, delivery: Delivery, signal: AbortSignal): Promise<SpokenSentence> {
    const { host } = new URL(this.#server.SPEECH_URL);
    const endMs = performance.now() + this.#timeoutSeconds * 1000;
    return retryUntil(endMs, () => this.#attempt(sentence, delivery, host, signal), {
      ...retries,
      isTransient,
      signal,
      abortsAtEnd: false,
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw isTransient(error) ? unavailableError(error, host, this.#timeoutSeconds) : error;
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #attempt(
    input: string,
    { voice, speed }: Delivery,
    host: string,
    signal: AbortSignal,
  ): Promise<SpokenSentence> {
    const format = this.#format;
    const response = await requestSpeech(this.#server, { input, voice, speed, format }, signal);
    try {
      const { statusCode: status = 0, headers } = response;
      if (status === 200) return await readAnswer(response, this.#ffmpeg, this.#scratch, signal);
      const body = await beginning(response);
      if (format === 'wav' && refusesFormat(status, body)) {
        this.#format = 'mp3';
        return await this.#attempt(input, { voice, speed }, host, signal);
      }
      const answer: ServerAnswer = { host, status, body, retryAfter: headers['retry-after'] };
      throw isPassing(status) ? passingError(answer, input) : refusedError(answer, input);
    } finally {
      response.destroy();
    }
  }
}

async function beginning(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= maxBodyBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, maxBodyBytes);
}

/** Whether a retry may succeed. */
function isTransient(error: unknown): boolean {
  return !(error instanceof RenderError) || error.code === 'speech_unavailable';
}
