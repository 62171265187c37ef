import { isOne, sayNumber } from './say-number.js';
import { squaredUnits, units } from './units-table.js';

/**
 * Reads a unit: km/h as "kilometers per hour".
 * @returns nothing if it is not a unit
 */
export function sayUnit(written: string, isSingular: boolean): string | undefined {
  const [first = '', second] = written.split('/');
  const main = sayPart(first, isSingular);
  if (second === undefined || main === undefined) return main;
  const [, count = '', sign = ''] = /^(\d*)\s?(\D.*)$/u.exec(second) ?? [];
  const per = sayPart(sign, count === '' || isOne(count));
  return per === undefined ? undefined : `${main} per ${count === '' ? '' : `${sayNumber(count)} `}${per}`;
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
