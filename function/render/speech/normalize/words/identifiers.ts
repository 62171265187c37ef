import { reader, type Reader } from './reader.js';
import { sayCardinal, sayDigits, sayYear } from './say-number.js';

/** Words before a number whose digits are read one by one. */
const beforeDigits =
  /\b(?:(?:zip|postal|area|access|pass|promo|country|sort|security|verification|error)(?: ?code)?|code|PIN|ext|extension|(?:account|order|serial|tracking|phone|case|invoice|confirmation|ticket|passport|card) (?:number|no\.?))(?: is|:)? ?$/i;
/** An address in the United States ends in a state and a ZIP code. */
const beforeZip =
  /,? (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),? $/;
const beforeEmergency = /\b(?:call|dial|phone|ring|called|dialed)\s$/i;
/** Words before a number that is read in parts: Room 101, Flight 370, Boeing 747. */
const beforeParts =
  /\b(?:room|suite|apartment|apt\.|flight|route|highway|hwy\.|interstate|boeing|airbus|porsche|unit)\s#?$/i;

/** Reads numbers that count nothing: codes, emergency calls, rooms, flights, and roads. */
export const identifierReaders: readonly Reader[] = [
  reader(String.raw`(\d{5})(-\d{4})?(?![\d,.]\d|[\p{L}\d])`, ([, zip = '', more = ''], { before }) => {
    const isZip = beforeZip.test(before.slice(-8)) || /\bzip(?: code)?(?: is|:)? ?$/i.test(before.slice(-16));
    if (!isZip) return undefined;
    return more === '' ? sayDigits(zip) : `${sayDigits(zip)}, ${sayDigits(more.slice(1))}`;
  }),
  reader(String.raw`(\d{3,12})(?![\p{L}\d]|[,.:/-]\d)`, ([, number = ''], { before }) =>
    beforeDigits.test(before.slice(-32)) && !/^[1-9]0+$/.test(number) ? sayDigits(number) : undefined,
  ),
  reader(String.raw`(\d{3})(?![\p{L}\d]|[,.:/-]\d)`, ([, number = ''], { before, after }) =>
    beforeEmergency.test(before.slice(-12)) && !/^\s\p{Ll}+s\b/u.test(after) ? sayDigits(number) : undefined,
  ),
  reader(String.raw`([1-9]\d{2,3})(?![\d]|[,.:/-]\d)`, ([, number = ''], { before }) =>
    beforeParts.test(before.slice(-16)) ? sayParts(number) : undefined,
  ),
];

/** 747 as "seven forty seven", 101 as "one oh one", 1204 as "twelve oh four". */
function sayParts(number: string): string {
  if (number.length === 4) return sayYear(Number(number));
  const rest = Number(number.slice(1));
  if (rest === 0) return sayCardinal(number);
  return `${sayCardinal(number.charAt(0))} ${rest < 10 ? 'oh ' : ''}${sayCardinal(String(rest))}`;
}
