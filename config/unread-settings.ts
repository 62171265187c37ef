import { closest, distance } from 'fastest-levenshtein';
import type { Logger } from './logger.js';
import { settingsSchema } from './settings-schema.js';

const names = Object.keys(settingsSchema.shape);
/** Settings of other programs whose names are similar to ours. */
const foreign: ReadonlySet<string> = new Set(['ALL_PROXY', 'FTP_PROXY']);
/** Names consist of words in capitals; a single word is too short to be told from those of other programs. */
const setting = /^[A-Z][A-Z0-9]{0,31}(?:_[A-Z0-9]{1,32}){1,7}$/;
const units: ReadonlySet<string> = new Set(
  'SECONDS SECS SEC S MS MILLIS MINUTES MIN HOURS DAYS BYTES MB MIB PIXELS CHARACTERS CHARS'.split(' '),
);
/** Shorter names are too similar to those of other programs. */
const minLength = 8;
const maxDistance = 2;

/** A variable of the environment that looks like a setting and is not read. */
export interface UnreadSetting {
  readonly name: string;
  readonly similar: string;
}

/**
 * Finds the misspelt settings of an environment: those that have no unit or another one than a setting, or its words in
 * another order, or differ from it in at most two letters.
 */
export function findUnreadSettings(
  environment: Readonly<Record<string, string | undefined>>,
): UnreadSetting[] {
  return Object.keys(environment)
    .filter((name) => setting.test(name) && !names.includes(name) && !foreign.has(name))
    .flatMap((name) => {
      const similar = similarSetting(name);
      return similar === undefined ? [] : [{ name, similar }];
    });
}

/** Warns of misspelt settings, without their values: they may be secrets. */
export function warnOfUnreadSettings(
  environment: Readonly<Record<string, string | undefined>>,
  log: Logger,
): void {
  for (const { name, similar } of findUnreadSettings(environment))
    log.warn({ event: 'setting.unread', setting: name, similar }, unreadMessage({ name, similar }));
}

/** Says that a setting is not read, and which one was probably meant. */
export function unreadMessage({ name, similar }: UnreadSetting): string {
  return `${name} is not a setting, and is ignored. Did you mean ${similar}?`;
}

function similarSetting(name: string): string | undefined {
  const words = ownWords(name);
  const same = names.find((known) => ownWords(known) === words);
  if (same !== undefined && words.includes('_')) return same;
  const nearest = closest(name, names);
  return nearest.length >= minLength && distance(name, nearest) <= maxDistance ? nearest : undefined;
}

/** The words of a setting in alphabetical order, without its unit and the name of the service. */
function ownWords(name: string): string {
  const words = name.split('_').filter((word) => !units.has(word) && word !== 'AVATAR');
  return words.toSorted().join('_');
}
