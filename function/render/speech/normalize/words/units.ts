import { end, isAdjective, reader, type Reader } from './reader.js';
import { isOne, numberPattern, sayNumber } from './say-number.js';
import { squaredUnits, units } from './units-table.js';

const sign = String.raw`[\p{L}°%‰]{1,9}`;
const power = String.raw`(?:[²³]|\^?[23](?!\d))`;
const part = `${sign}${power}?`;
/** A unit, perhaps of two words (sq ft) or a quotient (km/h). */
const unit = `((?:(?:sq|cu|fl) )?${part}(?:/${part})?)${end}`;
/** Words that follow "in" if it means inches. */
const afterInches =
  '(?=\\.|,|;|\\)|\\s?[x×]|$|\\s(?:by|wide|tall|long|high|deep|thick|screen|monitor|in diameter))';

/** Reads numbers with units: 10 kg, 5 km/h, 3 m², 2.5 GB, 20 °C, 10–20 km, 5 in. */
export const unitReaders: readonly Reader[] = [
  reader(
    `([-−–])?(${numberPattern})(?:\\s?[-–—]\\s?(${numberPattern}))?(\\s|-)?${unit}(\\.(?=,|\\s+\\p{Ll}))?`,
    ([, negative, from = '', to, gap, written = ''], around) => {
      if (gap === '-' && !/^\p{L}/u.test(written)) return undefined;
      const name = sayUnit(written, isOne(to ?? from) || gap === '-' || isAdjective(around));
      if (name === undefined || isLetterOfModel(written, gap, around.after)) return undefined;
      const last = to === undefined ? '' : ` to ${sayNumber(to)}`;
      return `${negative === undefined ? '' : 'minus '}${sayNumber(from)}${last} ${name}`;
    },
  ),
  reader(
    `(${numberPattern})\\s?in${end}${afterInches}(\\.(?=,|\\s+\\p{Ll}))?`,
    ([, number = '']) => `${sayNumber(number)} ${isOne(number) ? 'inch' : 'inches'}`,
  ),
];

/** Reads units without a number that no word looks like: km/h, µm, Ω. */
export const bareUnitReaders: readonly Reader[] = [
  reader(`((?:${part})/(?:${part}))${end}`, ([, written = '']) => {
    const isUnit =
      /^(?:km|m|mi|kg|g|mg|GB|MB|kB|l|L|ml|mL|W|kW|MW|N|V)[²³]?\/(?:h|s|l|L|ml|mL|min|m|km|hr|kg|g|day|cm)[²³]?$/.test(
        written,
      );
    return isUnit ? sayUnit(written, false) : undefined;
  }),
  reader(`([µμkmM]?Ω|[µμ](?:m|g|s|l|L|A|V|W|F))${end}`, ([, written = '']) => sayUnit(written, false)),
];

/**
 * Reads a unit: km/h as "kilometers per hour".
 * @returns nothing if it is not a unit
 */
function sayUnit(written: string, isSingular: boolean): string | undefined {
  const [first = '', second] = written.split('/');
  const main = sayPart(first, isSingular);
  if (second === undefined || main === undefined) return main;
  const per = sayPart(second, true);
  return per === undefined ? undefined : `${main} per ${per}`;
}

function sayPart(written: string, isSingular: boolean): string | undefined {
  const whole = units.get(written);
  if (whole) return whole[isSingular ? 0 : 1];
  const [, sign = '', exponent] = /^(.+?)(?:\^?([23²³]))?$/u.exec(written) ?? [];
  const name = units.get(sign)?.[isSingular ? 0 : 1];
  if (name === undefined || exponent === undefined) return name;
  const isSquare = exponent === '2' || exponent === '²';
  if (squaredUnits.has(sign)) return `${name} ${isSquare ? 'squared' : 'cubed'}`;
  return `${isSquare ? 'square' : 'cubic'} ${name}`;
}

/** "5K", "3B", "2T", and "5 A students": letters rather than units. */
function isLetterOfModel(written: string, gap: string | undefined, after: string): boolean {
  if (gap === ' ') return /^[ATHFKNJBb]$/.test(written) && /^\s\p{L}/u.test(after);
  return /^[KTHNJFbB]$/.test(written);
}
