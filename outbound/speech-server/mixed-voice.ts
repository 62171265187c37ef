import type { SpeechVoice } from '../../domain/speech-voices.js';

/** Between the voices of a mix: `af_bella(2)+af_sky(1)`, and with weights also `-`. */
const operator = /\+|(?<=\))-/;
const weight = /(?:\(\d{1,6}(?:\.\d{1,6})?\)|\*\d{1,6}(?:\.\d{1,6})?)$/;
const maxMixed = 16;

/**
 * A mix of voices of a speech server, as Kokoro takes it: ids with or without weights, joined by `+`. It has the
 * language of its first voice.
 * @returns undefined if the id is not a mix, or one of its voices does not exist
 */
export function mixedVoice(id: string, voices: readonly SpeechVoice[]): SpeechVoice | undefined {
  const parts = id.split(operator, maxMixed + 1).map((part) => part.trim().replace(weight, ''));
  if (parts.length > maxMixed || (parts.length === 1 && parts[0] === id)) return undefined;
  const mixed = parts.map((part) => voices.find((voice) => voice.id === part && voice.engine === 'server'));
  const [first] = mixed;
  if (!first || mixed.includes(undefined)) return undefined;
  return { id, language: first.language, engine: 'server' };
}
