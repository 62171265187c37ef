import path from 'node:path';
import { checkText } from '../../../domain/check-text.js';
import type { Settings } from '../../../config/settings.js';
import type { SpeechVoice } from '../../../domain/speech-voices.js';
import { chooseVoice } from '../../../outbound/speech-server/choose-voice.js';
import {
  offeredVoices,
  speechServerOf,
  type SpeechServerSettings,
} from '../../../outbound/speech-server/offered-voices.js';
import type { SpeechEngine } from './engine/engine.js';
import { FlitePool } from './flite/flite-pool.js';
import { ServerEngine } from './server/server-engine.js';
import type { TextWarningCode } from '../../../domain/text-warnings.js';
import { readText, type ReadText } from './read-text.js';
import { speakText, type SentenceTimes, type SpeechLimits } from './speak-text.js';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.js';

/** What to say, and how. */
export interface SpeechRequest {
  readonly text: string;
  /** The id of a voice; by default the first one that speaks the language. */
  readonly voice?: string | undefined;
  /** BCP 47. */
  readonly language?: string | undefined;
  /** 0.5 … 2; 1 by default. */
  readonly speed?: number | undefined;
}

type SpeechSettings = SpeechLimits &
  SpeechServerSettings &
  Pick<Settings, 'TEXT_MAX_CHARACTERS' | 'SPEECH_NORMALIZE' | 'THREADS'>;

/** What synthesis needs besides its request. */
export interface SpeechTools {
  readonly settings: SpeechSettings;
  readonly ffmpeg: Ffmpeg;
}

/** A spoken text. */
export interface Speech {
  /** When each sentence is spoken. */
  readonly times: readonly SentenceTimes[];
  /** What is not spoken as it was written. */
  readonly warnings: readonly TextWarningCode[];
}

/**
 * Speaks a text into a WAV file.
 * @param file is written; temporary files are beside it
 * @throws RenderError `text_*`, `language_unsupported`, `speech_*`, `voice_too_long`; the reason of the
 *   abort
 */
export async function synthesize(
  request: SpeechRequest,
  tools: SpeechTools,
  file: string,
  signal: AbortSignal,
): Promise<Speech> {
  const { settings } = tools;
  const { voice, sentences, warnings } = await planSpeech(request, settings, signal);
  const engine = engineOf(voice, tools, path.dirname(file));
  const delivery = { voice: voice.id, speed: request.speed ?? 1 };
  try {
    const times = await speakText(sentences, engine, { delivery, file, limits: settings }, signal);
    return { times, warnings };
  } finally {
    await engine.close();
  }
}

/**
 * Chooses the voice of a text, and reads the text for it.
 * @throws RenderError `text_*`, `language_unsupported`, `speech_voice_unknown`; the reason of the abort
 */
export async function planSpeech(
  { text, voice: id, language }: SpeechRequest,
  settings: SpeechSettings,
  signal: AbortSignal,
): Promise<ReadText & { readonly voice: SpeechVoice }> {
  checkText(text, settings);
  const voice = chooseVoice(await offeredVoices(settings, signal), { voice: id, language });
  const read = readText(text, {
    engine: voice.engine,
    language: voice.engine === 'embedded' ? (language ?? voice.language) : (voice.language ?? language),
    normalizesForServer: settings.SPEECH_NORMALIZE === 'on',
  });
  return { ...read, voice };
}

function engineOf({ engine }: SpeechVoice, { settings, ffmpeg }: SpeechTools, scratch: string): SpeechEngine {
  const server = engine === 'server' ? speechServerOf(settings) : undefined;
  return server
    ? new ServerEngine(server, ffmpeg, scratch, settings.SPEECH_TIMEOUT_SECONDS)
    : new FlitePool(settings.THREADS);
}
