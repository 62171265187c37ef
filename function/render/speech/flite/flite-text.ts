/** Latin letters that do not decompose into a letter of English and a mark. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'th',
  Ð: 'Th',
  þ: 'th',
  Þ: 'Th',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
  ə: 'e',
  ŋ: 'ng',
  ħ: 'h',
  Ħ: 'H',
};

/** The letter, which Flite takes for the article before these words. */
const letterA = /(?<=\S )A(?= (?:is|was|and|or|slash|to|in|of|on|at|for|minus|plus|equals|has|can|will)\b)/g;

/** Words that Flite says wrong, as it says them right. */
const respelled: Readonly<Record<string, string>> = {
  nth: 'enth',
  "haven't": 'havvunt',
  "mightn't": 'might unt',
  "oughtn't": 'ought unt',
};

/**
 * Converts a sentence to ASCII, as Flite reads other characters byte by byte. Letters of other scripts
 * are left out.
 */
export function fliteText(sentence: string): string {
  return sentence
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, (letter) => letters[letter] ?? ' ')
    .replace(/\b(?:[a-z]{4,5}n't|nth)\b/gi, (word) => respelled[word.toLowerCase()] ?? word)
    .replace(letterA, 'ay')
    .replace(/ {2,}/g, ' ')
    .trim();
}
