import type { SpeechVoice } from '../../domain/speech-voices.js';
import { RenderError } from '../../errors/render-error.js';
import { mixedVoice } from './mixed-voice.js';
import type { OfferedVoices } from './offered-voices.js';

/** A voice of OpenAI, which compatible servers without a list accept, too. */
const defaultVoice = 'alloy';

const maxNamed = 12;

/**
 * Chooses a voice by its id; else by language, preferably of the same region; else the first one. A mix of
 * a server's voices is passed on, and so is any id to a speech server that does not list all its voices.
 * @throws RenderError `speech_voice_unknown`, `language_unsupported`
 */
export function chooseVoice(
  { voices, isOpen }: OfferedVoices,
  { voice: id, language }: { readonly voice?: string | undefined; readonly language?: string | undefined },
): SpeechVoice {
  if (id !== undefined) {
    const found = voices.find((voice) => voice.id === id) ?? mixedVoice(id, voices);
    if (found) return found;
    if (isOpen) return { id, language, engine: 'server' };
    throw new RenderError(
      'speech_voice_unknown',
      `Voice ${id} does not exist. Use one of GET /voices: ${named(voices.map((voice) => voice.id))}.`,
      { details: { voice: id } },
    );
  }
  if (isOpen && !voices.some(({ engine }) => engine === 'server'))
    return { id: defaultVoice, language, engine: 'server' };
  const tag = language?.toLowerCase();
  const chosen =
    tag === undefined
      ? voices[0]
      : (voices.find((voice) => voice.language?.toLowerCase() === tag) ??
        voices.find((voice) => voice.language !== undefined && primary(voice.language) === primary(tag)));
  if (chosen) return chosen;
  const languages = new Set(voices.flatMap((voice) => voice.language ?? []));
  throw new RenderError(
    'language_unsupported',
    `No voice speaks ${language ?? 'this language'}. Name a voice of GET /voices, or use one of these languages: ${named([...languages])}.`,
    { details: language === undefined ? {} : { language } },
  );
}

function primary(tag: string): string {
  return (tag.split('-')[0] ?? tag).toLowerCase();
}

function named(all: readonly string[]): string {
  return all.slice(0, maxNamed).join(', ') + (all.length > maxNamed ? ', …' : '');
}
