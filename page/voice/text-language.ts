/** Scripts, and the languages that are written in them. Others are taken for Latin. */
const scripts: readonly [RegExp, readonly string[]][] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, ['ja']],
  [/\p{Script=Hangul}/gu, ['ko']],
  [/\p{Script=Han}/gu, ['zh', 'ja', 'yue']],
  [/\p{Script=Cyrillic}/gu, ['ru', 'uk', 'bg', 'sr', 'mk', 'be', 'kk']],
  [/\p{Script=Greek}/gu, ['el']],
  [/\p{Script=Arabic}/gu, ['ar', 'fa', 'ur']],
  [/\p{Script=Hebrew}/gu, ['he', 'yi']],
  [/\p{Script=Devanagari}/gu, ['hi', 'mr', 'ne']],
  [/\p{Script=Thai}/gu, ['th']],
];

/** Words that are frequent in one language, and rare in the others. */
const frequent: Readonly<Record<string, string>> = {
  en: 'the and is are you of to with this that for it my your have was',
  de: 'der die und ist nicht ich das ein eine mit sie wir auf für den dem zu wie',
  fr: 'le les et est je vous nous pas une des dans pour avec ce il elle bonjour',
  es: 'el los y es que una las por con para está yo usted hola buenos como',
  it: 'il gli e è che una per con sono non di questo buongiorno ciao come',
  pt: 'o os e é que uma não para com você eu do da bom olá como',
};

const minWords = 3;

/**
 * Guesses the languages of a text, from its script and its frequent words.
 * @returns BCP 47 codes; undefined if it cannot tell
 */
export function likelyLanguages(text: string): readonly string[] | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [script, languages] of scripts) {
    if ((text.match(script)?.length ?? 0) > letters / 3) return languages;
  }
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length < minWords) return undefined;
  const counts = Object.entries(frequent).map(([language, list]) => {
    const known = new Set(list.split(' '));
    return { language, count: words.filter((word) => known.has(word)).length };
  });
  const [first, second] = counts.sort((a, b) => b.count - a.count);
  if (!first || first.count < 2 || first.count === second?.count) return undefined;
  return [first.language];
}
