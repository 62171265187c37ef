import path from 'node:path';
import { checkText } from '../../../domain/check-text.js';
import type { Settings } from '../../../config/settings.js';
import type { SpeechVoice } from '../../../domain/speech-voices.js';
import {
  offeredVoices,
  speechServerOf,
  type SpeechServerSettings,
} from '../../../outbound/speech-server/offered-voices.js';
import { chooseVoice } from './choose-voice.js';
import type { SpeechEngine } from './engine/engine.js';
import { Flite } from './flite/flite.js';
import { ServerEngine } from './server/server-engine.js';
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

type SpeechSettings = SpeechLimits & SpeechServerSettings & Pick<Settings, 'TEXT_MAX_CHARACTERS'>;

/** What synthesis needs besides its request. */
export interface SpeechTools {
  readonly settings: SpeechSettings;
  readonly ffmpeg: Ffmpeg;
}

/**
 * Speaks a text into a WAV file.
 * @param file is written; temporary files are beside it
 * @returns when each sentence is spoken
 * @throws RenderError `text_*`, `language_unsupported`, `speech_*`, `voice_too_long`; the reason of the
 *   abort
 */
export async function synthesize(
  { text, speed = 1, ...wanted }: SpeechRequest,
  tools: SpeechTools,
  file: string,
  signal: AbortSignal,
): Promise<SentenceTimes[]> {
  const { settings } = tools;
  checkText(text, settings);
  const voice = chooseVoice(await offeredVoices(settings, signal), wanted);
  const engine = engineOf(voice, tools, path.dirname(file));
  const delivery = { voice: voice.id, language: voice.language ?? wanted.language, speed };
  try {
    return await speakText(text, engine, { delivery, file, limits: settings }, signal);
  } finally {
    await engine.close();
  }
}

function engineOf({ engine }: SpeechVoice, { settings, ffmpeg }: SpeechTools, scratch: string): SpeechEngine {
  const server = engine === 'server' ? speechServerOf(settings) : undefined;
  return server ? new ServerEngine(server, ffmpeg, scratch, settings.SPEECH_TIMEOUT_SECONDS) : new Flite();
}
