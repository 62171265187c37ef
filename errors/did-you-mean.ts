import { closest, distance } from 'fastest-levenshtein';

/** Other names that clients of similar services use. */
const usualNames: Readonly<Record<string, string>> = {
  audio: 'voiceUrl',
  audiourl: 'voiceUrl',
  voicelink: 'voiceUrl',
  avatar: 'avatarId',
  portrait: 'avatarId',
  script: 'text',
  input: 'text',
  framerate: 'fps',
  lang: 'language',
  locale: 'language',
  webhook: 'callbackUrl',
  webhookurl: 'callbackUrl',
  rate: 'speed',
};

/**
 * Finds the name that a misspelt one probably means: the same letters in another case or with other separators,
 * a usual synonym, or a name that at most two letters in eight tell apart.
 * @returns undefined if none is similar
 */
export function similarName(given: string, names: readonly string[]): string | undefined {
  const plain = letters(given);
  const same = names.find((name) => letters(name) === plain);
  if (same !== undefined) return same;
  const usual = usualNames[plain];
  if (usual !== undefined && names.includes(usual)) return usual;
  if (names.length === 0 || plain.length > 64) return undefined;
  const nearest = closest(
    plain,
    names.map((name) => letters(name)),
  );
  const maxDistance = plain.length < 4 ? 0 : plain.length < 8 ? 1 : 2;
  if (distance(plain, nearest) > maxDistance) return undefined;
  return names.find((name) => letters(name) === nearest);
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
