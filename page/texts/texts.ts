import { isRecord } from '../service/read-json.js';
import { en, type Texts } from './en.js';
import { chooseLanguage, languages } from './languages.js';
import { numbersOf } from './numbers.js';

const chosen = chooseLanguage(preferredLanguages());

/** For `Intl`: the language of the page, with the region that the user has set. */
export const { locale } = chosen;

/** All texts of the page in the language of the user. */
export const texts: Texts = (await loadLanguage())(numbersOf(locale));

/** The language of {@link texts}, for `<html lang>`. */
export const { language } = texts;

/** A page without its language is in English. */
function loadLanguage(): Promise<typeof en> {
  return (languages[chosen.language]?.() ?? Promise.resolve(en)).catch(() => en);
}

/** What the user has set in the browser; nothing outside of a browser, so that tests are in English. */
function preferredLanguages(): readonly string[] {
  const navigator: unknown = 'document' in globalThis ? Reflect.get(globalThis, 'navigator') : undefined;
  const languages: unknown = isRecord(navigator) ? navigator['languages'] : undefined;
  return Array.isArray(languages) ? languages.filter((tag) => typeof tag === 'string') : [];
}
