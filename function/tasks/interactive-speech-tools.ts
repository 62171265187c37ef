import type { Settings } from '../../config/settings.js';
import type { SpeechTools } from '../render/speech/synthesize.js';

type InteractiveSpeechTools = SpeechTools & { readonly settings: Pick<Settings, 'TASK_TIMEOUT_SECONDS'> };

/** One sentence may take at most this share of `TASK_TIMEOUT_SECONDS`, so that the client still gets the error. */
const maxShareOfTimeout = 0.75;

/** Returns speech tools for a client that waits. Their timeout ends before that of the task. */
export function interactiveSpeechTools({ settings, ffmpeg }: InteractiveSpeechTools): SpeechTools {
  const { SPEECH_TIMEOUT_SECONDS, TASK_TIMEOUT_SECONDS } = settings;
  const seconds = Math.min(SPEECH_TIMEOUT_SECONDS, maxShareOfTimeout * TASK_TIMEOUT_SECONDS);
  return { settings: { ...settings, SPEECH_TIMEOUT_SECONDS: seconds }, ffmpeg };
}
