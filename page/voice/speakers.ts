import { isRecord, textIn } from '../service/read-json.js';
import { locale, texts } from '../texts/texts.js';

/** A voice that speaks texts, as the page shows it. */
export interface Speaker {
  readonly id: string;
  /** BCP 47, if it is known. */
  readonly language: string | undefined;
  readonly sampleUrl: string | undefined;
}

/** Names, by the id of the voice. */
const names: Readonly<Record<string, string>> = texts.speakers;

/** Reads the list of voices of the service. */
export function readSpeakers(value: unknown): Speaker[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((voice: unknown) => {
    const id = isRecord(voice) ? textIn(voice, 'id') : undefined;
    if (id === undefined || !isRecord(voice)) return [];
    return [{ id, language: textIn(voice, 'language'), sampleUrl: textIn(voice, 'sampleUrl') }];
  });
}

/** `Rose, American`; the id and the language of a voice without a name: `nova, German`. */
export function speakerName({ id, language }: Speaker): string {
  const name = Object.hasOwn(names, id) ? names[id] : undefined;
  return name ?? (language === undefined ? id : `${id}, ${languageName(language)}`);
}

/** `English`, for `en-US`. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(tag.split('-')[0] ?? tag) ?? tag;
  } catch {
    return tag;
  }
}
