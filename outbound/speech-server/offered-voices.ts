import type { Settings } from '../../config/settings.js';
import { embeddedVoices, type SpeechVoice } from '../../domain/speech-voices.js';
import type { ProxySettings } from '../proxy.js';
import { languageOfId } from './list-voices.js';
import { recentVoices } from './recent-voices.js';
import type { SpeechServer } from './speech-server.js';

export type SpeechServerSettings = Pick<
  Settings,
  'SPEECH_URL' | 'SPEECH_API_KEY' | 'SPEECH_MODEL' | 'SPEECH_VOICES'
> &
  ProxySettings;

export interface OfferedVoices {
  readonly voices: readonly SpeechVoice[];
  /** Whether a speech server may have voices that are not listed. */
  readonly isOpen: boolean;
}

/** The server that the settings name, if they name one. */
export function speechServerOf({ SPEECH_URL, ...rest }: SpeechServerSettings): SpeechServer | undefined {
  return SPEECH_URL === undefined ? undefined : { SPEECH_URL, ...rest };
}

/** The voices that can speak a text: those of the speech server first, and the embedded ones. */
export async function offeredVoices(
  settings: SpeechServerSettings,
  signal: AbortSignal,
): Promise<OfferedVoices> {
  const server = speechServerOf(settings);
  if (!server) return { voices: embeddedVoices, isOpen: false };
  const named = settings.SPEECH_VOICES?.map((voice) => {
    const [id = voice, language = languageOfId(id)] = voice.split('=');
    return { id, language };
  });
  const listed = named ? { voices: named, isWhole: true } : await recentVoices(server, signal);
  const voices = (listed?.voices ?? []).map((voice) => ({ ...voice, engine: 'server' as const }));
  const ids = new Set(voices.map(({ id }) => id));
  return {
    voices: [...voices, ...embeddedVoices.filter(({ id }) => !ids.has(id))],
    isOpen: listed?.isWhole !== true,
  };
}
