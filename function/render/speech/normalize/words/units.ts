import { fractionPattern, sayFractional } from './fractions.js';
import { end, isAdjective, reader, type Reader, type Surroundings } from './reader.js';
import { isOne, numberPattern, sayNumber } from './say-number.js';
import { sayUnit } from './say-unit.js';

const sign = String.raw`[\p{L}°%‰]{1,9}`;
const power = String.raw`(?:[²³]|\^?[23](?!\d))`;
const part = `${sign}${power}?`;
/** A unit, perhaps of two words (sq ft) or a quotient (km/h, l/100 km). */
const unit = `((?:(?:sq|cu|fl) )?${part}(?:/(?:\\d{1,4}\\s?)?${part})?)${end}`;
const period = String.raw`(\.(?=,|\s+\p{Ll}))?`;
/** Words that follow "in" if it means inches. */
const afterInches =
  '(?=\\.|,|;|\\)|\\s?[x×]|$|\\s(?:by|wide|tall|long|high|deep|thick|screen|monitor|in diameter))';

/** Words before a number with a letter. */
const labels =
  /\b(?:exit|gate|room|seat|row|apartment|apt\.|suite|flat|section|figure|table|page|appendix|class|platform|form|bus|route|question|exercise|part|chapter|grade|number|no\.)\s$/i;

/** Reads numbers with units: 10 kg, 5 km/h, 3 m², 2.5 GB, 20 °C, 10–20 km, 5 in. */
export const unitReaders: readonly Reader[] = [
  reader(
    `([-−–])?(${numberPattern})(?:\\s?[-–—]\\s?(${numberPattern}))?(\\s|-)?${unit}${period}`,
    ([, negative, from = '', to, gap, written = ''], around) => {
      if (gap === '-' && !/^\p{L}/u.test(written)) return undefined;
      if (negative !== undefined && /[\p{L}\p{N}]$/u.test(around.before)) return undefined;
      const name = sayUnit(written, isOne(to ?? from) || gap === '-' || isAdjective(around));
      if (name === undefined || isLetter(written, gap, around)) return undefined;
      const last = to === undefined ? '' : ` to ${sayNumber(to)}`;
      return `${negative === undefined ? '' : 'minus '}${sayNumber(from)}${last} ${name}`;
    },
  ),
  reader(
    `(${numberPattern})\\s?in${end}${afterInches}${period}`,
    ([, number = '']) => `${sayNumber(number)} ${isOne(number) ? 'inch' : 'inches'}`,
  ),
];

/** Reads fractions with units: 2¼ lb, 3/4 mi. */
export const fractionalUnitReaders: readonly Reader[] = [
  reader(`(${fractionPattern})(\\s|-)?${unit}${period}`, ([, number = '', gap, written = ''], around) => {
    const said = sayFractional(number);
    const isSingular = gap === '-' || isAdjective(around);
    const name = sayUnit(written, isSingular || !/^\d{1,9}(?!\d*[/\u2044])/.test(number));
    if (said === undefined || name === undefined || isLetter(written, gap, around)) return undefined;
    if (said.includes(' and ') || isSingular || /^[%‰°]/.test(written)) return `${said} ${name}`;
    return said === 'one half' ? `half a ${name}` : `${said} of a ${name}`;
  }),
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
  // Behind a power of ten, and behind "per".
  reader(unit, ([, written = ''], { before }) => {
    if (/[⁰¹²³⁴⁵⁶⁷⁸⁹]\s$/u.test(before)) return sayUnit(written, false);
    return /\d(?:[kKMB]|bn)?[€£]?\/$/.test(before) ? sayUnit(written, true) : undefined;
  }),
  reader(`([µμkmM]?Ω|[µμ](?:m|g|s|l|L|A|V|W|F))${end}`, ([, written = '']) => sayUnit(written, false)),
];

/** "5K", "3B", "2T", "Exit 12A", and "5 A students": letters rather than units. */
function isLetter(written: string, gap: string | undefined, { before, after }: Surroundings): boolean {
  // "12 N. Main St." has a direction.
  if (/^[NSEW]$/.test(written) && /^\. \p{Lu}\p{Ll}/u.test(after)) return true;
  if (gap === ' ') return /^[ATHFKNJBb]$/.test(written) && /^\s\p{L}/u.test(after);
  return /^[KTHNJFbB]$/.test(written) || (/^\p{Lu}$/u.test(written) && labels.test(before.slice(-16)));
}
