import { checkText } from '../../../../config/check-text.js';
import type { Settings } from '../../../../config/settings.js';
import { embeddedVoices } from '../../../../config/speech-voices.js';
import { chooseVoice } from './choose-voice.js';
import { Flite } from './flite/flite.js';
import { speakText, type SentenceTimes, type SpeechLimits } from './speak-text.js';

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

export type SpeechSettings = SpeechLimits & Pick<Settings, 'TEXT_MAX_CHARACTERS'>;

/**
 * Speaks a text into a WAV file.
 * @param scratch a folder for temporary files
 * @returns when each sentence is spoken
 * @throws RenderError `text_*`, `language_unsupported`, `speech_*`, `voice_too_long`; the reason of the
 *   abort
 */
export async function synthesize(
  { text, speed = 1, ...wanted }: SpeechRequest,
  settings: SpeechSettings,
  scratch: string,
  file: string,
  signal: AbortSignal,
): Promise<SentenceTimes[]> {
  checkText(text, settings);
  const { id, language } = chooseVoice(embeddedVoices, wanted);
  const engine = new Flite(scratch);
  try {
    return await speakText(text, engine, { voice: id, language, speed }, file, settings, signal);
  } finally {
    await engine.close();
  }
}
