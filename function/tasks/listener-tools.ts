import type { Settings } from '../../config/settings.js';
import type { SpeechTools } from '../render/speech/synthesize.js';

type ListenerTools = SpeechTools & { readonly settings: Pick<Settings, 'TASK_TIMEOUT_SECONDS'> };

/** The share of a client's patience that one sentence may take, so that it still hears why not. */
const share = 0.75;

/** The tools to speak for a client that waits: a server that does not answer is given up before it is. */
export function listenerTools({ settings, ffmpeg }: ListenerTools): SpeechTools {
  const { SPEECH_TIMEOUT_SECONDS, TASK_TIMEOUT_SECONDS } = settings;
  const seconds = Math.min(SPEECH_TIMEOUT_SECONDS, share * TASK_TIMEOUT_SECONDS);
  return { settings: { ...settings, SPEECH_TIMEOUT_SECONDS: seconds }, ffmpeg };
}
