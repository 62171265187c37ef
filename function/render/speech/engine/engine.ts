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
  /**
   * Speaks one sentence.
   * @throws RenderError `language_unsupported`, `speech_*`; the reason of the abort
   */
  speak(sentence: string, delivery: Delivery, signal: AbortSignal): Promise<SpokenSentence>;
  close(): Promise<void>;
}
