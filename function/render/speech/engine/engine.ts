/** How a sentence is spoken. */
export interface Delivery {
  readonly voice: string;
  /** 0.5 … 2; 1 is the voice's own. */
  readonly speed: number;
}

/** A spoken sentence, short enough to be held in memory. */
export interface SpokenSentence {
  /** Mono, −1 … 1. */
  readonly samples: Float32Array;
  readonly rateHz: number;
  /** When each sound of speech ends, in seconds; only if the engine knows. */
  readonly soundEnds?: readonly number[];
}

/** A speech engine. */
export interface SpeechEngine {
  /** What a sentence that takes too long means: a server may answer later, an embedded voice will not. */
  readonly timeoutCode: 'speech_timeout' | 'speech_unavailable';
  /** How many sentences it speaks at the same time. */
  readonly parallelSentences: number;
  /**
   * Speaks one sentence.
   * @throws RenderError `speech_*`; the reason of the abort
   */
  speak(sentence: string, delivery: Delivery, signal: AbortSignal): Promise<SpokenSentence>;
  close(): Promise<void>;
}
