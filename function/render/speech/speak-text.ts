import type { Settings } from '../../../config/settings.js';
import { RenderError } from '../../../errors/render-error.js';
import { inParallel } from './in-parallel.js';
import { Resampler } from '../voice/decode/resampler.js';
import { checkLength } from '../voice/decode/voice-length.js';
import type { Delivery, SpeechEngine, SpokenSentence } from './engine/engine.js';
import type { Break, Sentence } from './sentences.js';
import { findPauses, soundingPart, type Part } from './trim-silence.js';
import { WavWriter } from './wav-writer.js';

/** When a sentence is spoken; all times are seconds from the start of the voice. */
export interface SentenceTimes {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly pauses: readonly Part[];
  /** The ends of its sounds, if the engine knows them. */
  readonly soundEnds: readonly number[] | undefined;
}

export type SpeechLimits = Pick<
  Settings,
  'SPEECH_TIMEOUT_SECONDS' | 'VOICE_MAX_SECONDS' | 'VOICE_MIN_SECONDS'
>;

/** How a text is spoken, and into which file. */
interface SpeechTarget {
  readonly delivery: Delivery;
  readonly file: string;
  readonly limits: SpeechLimits;
}

/** Silence around the whole voice, and between its pieces at a speed of 1. */
const leadSeconds = 0.1;
const pauseSeconds: Readonly<Record<Break, number>> = { clause: 0.1, sentence: 0.3, paragraph: 0.6 };

/**
 * Speaks the sentences of a text into a WAV file, as many at once as the engine can, so that memory does not grow
 * with its length. Silence at the ends of sentences is replaced by pauses.
 * @returns when each sentence is spoken
 * @throws RenderError `text_empty`, `speech_*`, `voice_too_long`; the reason of the abort
 */
export async function speakText(
  sentences: readonly Sentence[],
  engine: SpeechEngine,
  { delivery, file, limits }: SpeechTarget,
  signal: AbortSignal,
): Promise<SentenceTimes[]> {
  const times: SentenceTimes[] = [];
  let writer: WavWriter | undefined;
  try {
    const timeout = { seconds: limits.SPEECH_TIMEOUT_SECONDS, code: engine.timeoutCode };
    const speak = async (sentence: Sentence, stop: AbortSignal) => ({
      sentence,
      spoken: await inTime(timeout, stop, (soon) => engine.speak(sentence.spoken, delivery, soon)),
    });
    for await (const { sentence, spoken } of inParallel(sentences, engine.parallelSentences, speak, signal)) {
      writer ??= await WavWriter.create(file, spoken.rateHz);
      await writer.writeSilence(times.length === 0 ? leadSeconds : 0);
      times.push(await append(writer, sentence.text, spoken));
      const length = writer.seconds + leadSeconds;
      checkLength(length, { minSeconds: 0, maxSeconds: limits.VOICE_MAX_SECONDS });
      await writer.writeSilence(sentence.pauseSeconds ?? pauseSeconds[sentence.break] / delivery.speed);
    }
    if (!writer) throw new RenderError('text_empty', 'The text has no letters or digits. Write what to say.');
    await writer.writeSilence(leadSeconds);
    await writer.finish();
    return times;
  } finally {
    await writer?.close();
  }
}

async function inTime(
  { seconds, code }: { readonly seconds: number; readonly code: SpeechEngine['timeoutCode'] },
  signal: AbortSignal,
  speak: (signal: AbortSignal) => Promise<SpokenSentence>,
): Promise<SpokenSentence> {
  const timeout = AbortSignal.timeout(seconds * 1000);
  return speak(AbortSignal.any([signal, timeout])).catch((error: unknown) => {
    signal.throwIfAborted();
    if (!timeout.aborted) throw error;
    throw new RenderError(
      code,
      `A sentence was not spoken within ${String(seconds)} s (SPEECH_TIMEOUT_SECONDS). Use shorter sentences, or raise it.`,
      { cause: error, details: { seconds } },
    );
  });
}

async function append(writer: WavWriter, text: string, spoken: SpokenSentence): Promise<SentenceTimes> {
  const { rateHz, soundEnds } = spoken;
  const part = soundingPart(spoken.samples, rateHz);
  if (!part) throw new RenderError('speech_unreadable', 'The voice is silent where it should speak.');
  const samples = spoken.samples.subarray(part.start, part.end);
  const start = writer.seconds;
  const resampler = new Resampler(rateHz, writer.rateHz);
  await writer.write(resampler.push(samples));
  await writer.write(resampler.end());
  const end = writer.seconds;
  const offset = start - part.start / rateHz;
  return {
    text,
    start,
    end,
    pauses: findPauses(samples, rateHz).map((pause) => ({
      start: pause.start + start,
      end: pause.end + start,
    })),
    soundEnds: soundEnds?.map((second) => second + offset),
  };
}
