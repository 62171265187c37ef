import { en, type Texts } from './en.js';
import type { Numbers } from './numbers.js';

/** The texts of a language, given how it writes numbers. */
type Language = (numbers: Numbers) => Texts;

/** The languages of the page. English comes with the page; the others are loaded when they are chosen. */
export const languages: Readonly<Record<string, () => Promise<Language>>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('./de.js')).de,
  fr: async () => (await import('./fr.js')).fr,
  es: async () => (await import('./es.js')).es,
};

/**
 * Chooses the first language that the page has.
 * @param wanted BCP 47, the best one first, such as `navigator.languages`
 * @returns the wanted tag, such as `de-AT`, and the language among {@link languages}
 */
export function chooseLanguage(wanted: readonly string[]): {
  readonly locale: string;
  readonly language: string;
} {
  for (const locale of wanted) {
    const language = locale.toLowerCase().split('-')[0] ?? '';
    if (Object.hasOwn(languages, language) && isLocale(locale)) return { locale, language };
  }
  return { locale: 'en', language: 'en' };
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
