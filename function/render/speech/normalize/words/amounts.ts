import { centSigns, currencyCodes, currencySigns, type Currency } from './currencies.js';
import { magnitudePattern, magnitudeWord } from './magnitudes.js';
import { end, isAdjective, reader, type Reader, type Surroundings } from './reader.js';
import { isOne, numberPattern, sayCardinal, sayNumber } from './say-number.js';

const signs = Object.keys(currencySigns)
  .toSorted((a, b) => b.length - a.length)
  .map((sign) => sign.replace(/[$.]/g, String.raw`\$&`))
  .join('|');
const codes = Object.keys(currencyCodes).join('|');
const cents = Object.keys(centSigns).join('');
const number = `(${numberPattern})`;
const magnitude = `(?:${magnitudePattern}${end})?`;
const minus = '([-−–])?';
/** 3,50 and 1.299,00, as most of Europe writes numbers, and 1.000 before a sign. */
const commaDecimals = String.raw`\d{1,3}(?:\.\d{3}){0,4},\d{2}|\d{1,3}(?:\.\d{3}){1,4}`;
const dash = String.raw`\s?[-–—]\s?`;

/** Reads amounts of money: $1.5, £20k, ₹500, 10 £, 50¢, US$5bn, 20 EUR, $5–10. */
export const amountReaders: readonly Reader[] = [
  reader(
    `${minus}(${signs})\\s?${number}${magnitude}${dash}(?:\\2\\s?)?${number}${magnitude}`,
    ([, negative, sign = '', from = '', fromSize, to = '', toSize], around) => {
      const currency = currencySigns[sign];
      if (!currency || !/^(?![\p{L}\p{N}])/u.test(around.after)) return undefined;
      const size = toSize ?? fromSize;
      const first =
        fromSize === undefined || fromSize === size
          ? sayNumber(from)
          : `${sayNumber(from)} ${magnitudeWord(fromSize)}`;
      const words = `${first} to ${sayAmount(to, size, currency, around)}`;
      return negative === undefined ? words : `minus ${words}`;
    },
  ),
  reader(
    `${minus}(${signs})\\s?(\\d{1,3}(?:\\.\\d{3}){0,4},\\d{2})(?![\\d,])`,
    ([, negative, sign = '', amount = ''], around) =>
      withMinus(
        { negative, amount: withPoint(amount), size: undefined, currency: currencySigns[sign] },
        around,
      ),
  ),
  reader(
    `${minus}(${signs})\\s?${minus}${number}${magnitude}`,
    ([, before, sign = '', inside, amount = '', size], around) =>
      withMinus({ negative: before ?? inside, amount, size, currency: currencySigns[sign] }, around),
  ),
  reader(
    `${minus}(${codes})\\s?${number}${magnitude}`,
    ([, negative, code = '', amount = '', size], around) =>
      withMinus({ negative, amount, size, currency: currencyCodes[code] }, around),
  ),
  reader(
    `${minus}(${commaDecimals})\\s?(${signs}|(?:${codes})${end})(?!\\s?\\d)`,
    ([, negative, amount = '', sign = ''], around) =>
      withMinus(
        {
          negative,
          amount: withPoint(amount),
          size: undefined,
          currency: currencySigns[sign] ?? currencyCodes[sign],
        },
        around,
      ),
  ),
  reader(
    `${minus}${number}${magnitude}\\s?(${signs})(?!\\s?\\d)`,
    ([, negative, amount = '', size, sign = ''], around) =>
      withMinus({ negative, amount, size, currency: currencySigns[sign] }, around),
  ),
  reader(
    `${minus}${number}${magnitude}\\s?(${codes})${end}`,
    ([, negative, amount = '', size, code = ''], around) =>
      withMinus({ negative, amount, size, currency: currencyCodes[code] }, around),
  ),
  reader(`${number}\\s?([${cents}])`, ([, amount = '', sign = ''], around) => {
    const [one, many] = centSigns[sign] ?? [];
    return `${sayNumber(amount)} ${String(isOne(amount) || isAdjective(around) ? one : many)}`;
  }),
];

/** An amount as it is written: its sign, number, and magnitude, and the currency if it is known. */
interface Amount {
  readonly negative: string | undefined;
  readonly amount: string;
  readonly size: string | undefined;
  readonly currency: Currency | undefined;
}

function withPoint(amount: string): string {
  return amount.replaceAll('.', '').replace(',', '.');
}

function withMinus({ negative, amount, size, currency }: Amount, around: Surroundings): string | undefined {
  if (!currency || (negative !== undefined && /[\p{L}\p{N}]$/u.test(around.before))) return undefined;
  const words = sayAmount(amount, size, currency, around);
  return negative === undefined ? words : `minus ${words}`;
}

function sayAmount(
  amount: string,
  size: string | undefined,
  currency: Currency,
  around: Surroundings,
): string {
  const isSingular = isAdjective(around);
  const name = isSingular ? currency.one : currency.many;
  if (size !== undefined) return `${sayNumber(amount)} ${magnitudeWord(size)} ${name}`;
  const [whole = '', decimals = ''] = amount.split('.');
  const hundredths = Number(decimals.padEnd(2, '0'));
  if (decimals.length > 2 || (decimals !== '' && hundredths > 0 && currency.cents === undefined))
    return `${sayNumber(amount)} ${name}`;
  const main = `${sayCardinal(whole === '' ? '0' : whole)} ${whole === '1' ? currency.one : name}`;
  if (hundredths === 0) return main;
  const isCent = isSingular || hundredths === 1;
  const small = `${sayCardinal(String(hundredths))} ${(isCent ? currency.cent : currency.cents) ?? ''}`;
  return Number(whole.replaceAll(',', '')) === 0 ? small : `${main} ${small}`;
}
