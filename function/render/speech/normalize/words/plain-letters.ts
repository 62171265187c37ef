/** Characters that stand for others: full width, ligatures, mathematical letters, circled digits. */
const compatible =
  /[\u2080-\u2089\u2100-\u2121\u2123-\u214f\u2460-\u2473\u3000\u3300-\u33ff\ufb00-\ufb06\uff01-\uff5e\u{1d400}-\u{1d7ff}]/gu;
/** Everything that is used as an apostrophe. */
const apostrophes = /[\u2018\u2019\u201b\u02bc\u02b9\u00b4\uff07`]/g;
/** Letters of glottal stops, which English does not have. */
const glottalStops = /[\u02bb\u02bd-\u02bf]/g;
const digits = /(?![0-9])\p{Nd}/gu;
const pictures =
  /(?![©®™↔])[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]|[\u{fe0e}\u{fe0f}\u{20e3}]/gu;

/** Words of Hawaiian in which an apostrophe is a letter. */
const hawaiian = /\b(?:Hawai'i|O'ahu|Kaua'i|Moloka'i|Lana'i|Ni'ihau|Kaho'olawe|Kilau'ea|lu'au|ali'i)/gi;

/** Replaces look-alikes by the characters that they stand for, and leaves out emoji. */
export function plainLetters(sentence: string): string {
  return sentence
    .replace(compatible, (character) => character.normalize('NFKC'))
    .replace(apostrophes, "'")
    .replace(/(?<=\p{L})[\u2032\u2035](?=\p{L})/gu, "'")
    .replace(glottalStops, '')
    .replace(digits, asciiDigit)
    .replace(pictures, ' ')
    .replace(/\u200d+(?=\s|$)/g, '')
    .replace(/[\u2010-\u2012]/g, '-')
    .replace(/\s?[\u2014\u2015]\s?|\s\u2013\s(?!\d)|\s--\s|(?<=\p{L})--(?=\p{L})/gu, ', ')
    .replace(/\u2026/g, '...')
    .replace(hawaiian, (word) => word.replace("'", ''));
}

/** The digits of a script follow each other, and no digit comes before the first of them. */
function asciiDigit(digit: string): string {
  let value = 0;
  for (
    let code = (digit.codePointAt(0) ?? 0) - 1;
    value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code));
    code--
  )
    value++;
  return String(value);
}
