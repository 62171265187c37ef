import { sayDigits, sayNumber, sayOrdinal } from './words/say-number.js';

/** Longer contents are read like any other text. */
const maxContent = 60;

/**
 * Interprets the content of SSML's `say-as`.
 * @returns what to read instead, or nothing if it is read like any other text
 */
export function sayAs(content: string, kind: string, format: string): string | undefined {
  const text = content.trim();
  if (text === '' || text.length > maxContent) return undefined;
  const digits = text.replace(/\D/g, '');
  switch (kind.toLowerCase()) {
    case 'characters':
    case 'spell-out':
    case 'spell':
    case 'verbatim':
    case 'letters':
      return Array.from(text, (character) =>
        /\d/.test(character) ? sayDigits(character) : character.toUpperCase(),
      )
        .join(' ')
        .replace(/\s+/g, ' ');
    case 'digits':
    case 'telephone':
      return digits === '' ? undefined : sayDigits(digits);
    case 'cardinal':
    case 'number':
      return /^\d{1,15}(?:\.\d{1,15})?$/.test(text) ? sayNumber(text) : undefined;
    case 'ordinal':
      return /^\d{1,9}$/.test(text) ? sayOrdinal(text) : undefined;
    case 'date':
      return inIsoOrder(text, format);
    case 'expletive':
      return '';
    default:
      return undefined;
  }
}

/** Writes a date whose order is given, such as dmy, in the order of ISO 8601. */
function inIsoOrder(text: string, format: string): string | undefined {
  const order = format.toLowerCase();
  const numbers = text.split(/\D+/).filter((part) => part !== '');
  if (!/^(?:dmy|mdy|ymd|ydm)$/.test(order) || numbers.length !== 3) return undefined;
  const part = (letter: string): string => numbers[order.indexOf(letter)] ?? '';
  const [year, month, day] = [part('y'), part('m'), part('d')];
  return year.length === 4 ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : undefined;
}
