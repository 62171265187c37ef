import type { Delivery, SpeechEngine, SpokenSentence } from '../engine/engine.js';
import { Flite } from './flite.js';

/** A text takes half as long on two. Each needs about 45 MiB, also while the text is short. */
const maxThreads = 2;

/** Speaks several sentences at once, each on a thread that starts when it is first needed. */
export class FlitePool implements SpeechEngine {
  readonly timeoutCode = 'speech_timeout';
  readonly parallelSentences: number;
  readonly #all: Flite[] = [];
  readonly #idle: Flite[] = [];

  constructor(threads: number) {
    this.parallelSentences = Math.min(threads, maxThreads);
  }

  async speak(sentence: string, delivery: Delivery, signal: AbortSignal): Promise<SpokenSentence> {
    const flite = this.#idle.pop() ?? this.#start();
    try {
      return await flite.speak(sentence, delivery, signal);
    } finally {
      this.#idle.push(flite);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((flite) => flite.close()));
  }

  #start(): Flite {
    const flite = new Flite();
    this.#all.push(flite);
    return flite;
  }
}
