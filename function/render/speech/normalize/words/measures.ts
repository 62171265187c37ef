import { fractionPattern, sayFractional } from './fractions.js';
import { end, isAdjective, reader, type Reader, type Surroundings } from './reader.js';
import { isOne, numberPattern, sayCardinal, sayNumber, sayYear } from './say-number.js';

const directions: Readonly<Record<string, string>> = { N: 'north', S: 'south', E: 'east', W: 'west' };

/** Reads feet and inches, angles, and sizes: 5'11", 6', 12", 6 ft 2 in, 40°26'46" N, 1920x1080, 3x. */
export const measureReaders: readonly Reader[] = [
  reader(
    String.raw`(\d{1,3})°\s?(\d{1,2})['’′]\s?(?:(\d{1,2}(?:\.\d{1,6})?)["”″])?\s?([NSEW])?${end}`,
    ([, degrees = '', minutes = '', seconds, direction]) =>
      [
        `${sayCardinal(degrees)} ${isOne(degrees) ? 'degree' : 'degrees'}`,
        `${sayCardinal(String(Number(minutes)))} ${isOne(minutes) ? 'minute' : 'minutes'}`,
        ...(seconds === undefined ? [] : [`${sayNumber(seconds)} ${isOne(seconds) ? 'second' : 'seconds'}`]),
        ...(direction === undefined ? [] : [directions[direction]]),
      ].join(' '),
  ),
  reader(
    String.raw`(\d{1,4}(?:\.\d{1,4})?)°\s?([NSEW])${end}`,
    ([, degrees = '', direction = '']) => `${sayNumber(degrees)} degrees ${String(directions[direction])}`,
  ),
  reader(
    String.raw`(\d{1,3})\s?['’′]\s?-?(\d{1,2}(?:\.\d{1,3})?)(?:\s?(?:["”″]|['’′]{2})|(?=\s(?:tall|high|long|wide)))`,
    ([, feet = '', inches = '']) =>
      Number(inches) < 12 ? `${sayCardinal(feet)} foot ${sayNumber(inches)}` : undefined,
  ),
  reader(
    String.raw`(\d{1,5})[\s-]?(?:ft|feet|foot)\.?,?\s?(\d{1,2}(?:\.\d{1,3})?)[\s-]?(?:in|inch|inches)${end}(?:\.(?=,|\s+\p{Ll}))?`,
    ([, feet = '', inches = '']) =>
      `${sayCardinal(feet)} ${isOne(feet) ? 'foot' : 'feet'} ${sayNumber(inches)} ${isOne(inches) ? 'inch' : 'inches'}`,
  ),
  reader(String.raw`(\d{1,5}(?:\.\d{1,4})?)\s?(["”″])`, ([, inches = '', sign = ''], around) =>
    sign !== '″' && isQuoted('"', '“', around)
      ? undefined
      : `${sayNumber(inches)} ${plural('inch', 'inches', inches, around)}`,
  ),
  reader(`(${fractionPattern})\\s?(["”″])`, ([, written = '', sign = ''], around) => {
    const inches = sayFractional(written);
    if (inches === undefined || (sign !== '″' && isQuoted('"', '“', around))) return undefined;
    return `${inches} ${plural('inch', 'inches', written, around)}`;
  }),
  reader(String.raw`(\d{1,5})(['’′])(?=\s|[.,;:!?)]|$)`, ([, feet = '', sign = ''], around) =>
    sign !== '′' && isQuoted("'", '‘', around)
      ? undefined
      : `${sayCardinal(feet)} ${plural('foot', 'feet', feet, around)}`,
  ),
  reader(String.raw`(\d{3,5})\s?[x×]\s?(\d{3,5})${end}`, ([, width = '', height = '']) =>
    [width, height]
      .map((pixels) => (pixels.length === 4 ? sayYear(Number(pixels)) : sayCardinal(pixels)))
      .join(' by '),
  ),
  reader(String.raw`(${numberPattern})\s?[x×]\s?(?=\d)(?!0x)`, ([written, first = ''], { after, before }) => {
    const spaced = /\s/.test(written) && written.includes('×');
    const isSize =
      /^\d[\d.,]{0,12}\s?(?:[cmk]?m|in|ft|px|["”″'′]|[x×])/.test(after.slice(0, 24)) ||
      /\bby\s$/.test(before);
    const isPixels = !spaced && /^\d/.test(after) && !/^\d[\d.,]{0,12}\s?=/.test(after);
    return `${sayNumber(first)} ${isSize || isPixels ? 'by' : 'times'} `;
  }),
  reader(
    String.raw`(${numberPattern})[x×]${end}`,
    // "2x + 1" is a product of a sum.
    ([, number = ''], { after }) =>
      /^\s?[-+−=<>≤≥^²³]/.test(after)
        ? undefined
        : `${sayNumber(number)} ${isOne(number) ? 'time' : 'times'}`,
  ),
];

/** Reads the sign between measures that have signs themselves: 12' x 15', 8" × 11". */
export const betweenMeasures: Reader = reader(String.raw`[x×](?=\s?\d)`, (_, { before }) =>
  /\p{N}\s?(?:['’′"”″]|[cmk]?m|in|ft)\s?$/u.test(before.slice(-8)) ? 'by ' : undefined,
);

function plural(one: string, many: string, number: string, around: Surroundings): string {
  return isOne(number) || isAdjective(around) ? one : many;
}

/** Whether a quotation that began before is still open. */
function isQuoted(plain: string, opening: string, { before }: Surroundings): boolean {
  if (before.includes(opening)) return true;
  let isOpen = false;
  // Inside a word, it is an apostrophe; behind a number, inches.
  for (let at = before.indexOf(plain); at >= 0; at = before.indexOf(plain, at + 1)) {
    const follows = /[^\s([-]/.test(before.charAt(at - 1));
    if (!follows) isOpen = true;
    else if (!/[\p{L}\p{N}]/u.test(before.charAt(at - 1)) || plain === '"') isOpen = false;
  }
  return isOpen;
}
