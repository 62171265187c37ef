import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { RenderError } from '../../../../errors/render-error.js';
import { requestSpeech, type SpeechServer } from '../../../../outbound/speech-server/speech-server.js';
import { retryAfterSeconds } from '../../voice/fetch/fetch-errors.js';
import type { Delivery, SpeechEngine, SpokenSentence } from '../engine.js';
import { readAnswer } from './read-answer.js';
import {
  isPassing,
  passingError,
  refusedError,
  unavailableError,
  type ServerAnswer,
} from './server-errors.js';

const firstPauseMs = 500;
const maxPauseMs = 8000;
const maxBodyBytes = 8192;

/** Speaks with a server that has the OpenAI-compatible `POST /v1/audio/speech`. */
export class ServerEngine implements SpeechEngine {
  readonly #server: SpeechServer;
  readonly #ffmpeg: string;
  readonly #scratch: string;
  readonly #timeoutSeconds: number;

  /**
   * @param scratch a folder for temporary files
   * @param timeoutSeconds for one sentence, with all attempts
   */
  constructor(server: SpeechServer, ffmpeg: string, scratch: string, timeoutSeconds: number) {
    this.#server = server;
    this.#ffmpeg = ffmpeg;
    this.#scratch = scratch;
    this.#timeoutSeconds = timeoutSeconds;
  }

  /** Repeats what may pass (429, 5xx, lost connections) with growing pauses until the time is up. */
  async speak(sentence: string, delivery: Delivery, signal: AbortSignal): Promise<SpokenSentence> {
    const { host } = new URL(this.#server.SPEECH_URL);
    const endMs = performance.now() + this.#timeoutSeconds * 1000;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(maxPauseMs, 2 * pauseMs)) {
      try {
        return await this.#attempt(sentence, delivery, host, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof RenderError && error.code !== 'speech_unavailable') throw error;
        const waitMs = Math.max(pauseMs, retryAfterSeconds(error) * 1000);
        // A server that asks for more time than there is will not be ready in time.
        if (performance.now() + waitMs >= endMs) throw unavailableError(error, host, this.#timeoutSeconds);
        await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
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
    const response = await requestSpeech(this.#server, { input, voice, speed }, signal);
    try {
      const { statusCode: status = 0, headers } = response;
      if (status === 200) return await readAnswer(response, this.#ffmpeg, this.#scratch, signal);
      const body = await beginning(response);
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
