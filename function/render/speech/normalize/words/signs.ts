import { reader, type Reader } from './reader.js';
import { sayCardinal, sayOrdinal } from './say-number.js';

/** Signs that are read wherever they are. */
const spoken: Readonly<Record<string, string>> = {
  '≤': 'less than or equal to',
  '≥': 'greater than or equal to',
  '<=': 'less than or equal to',
  '>=': 'greater than or equal to',
  '!=': 'not equal to',
  '==': 'equals',
  '≠': 'not equal to',
  '≈': 'approximately',
  '≡': 'identical to',
  '±': 'plus or minus',
  '+/-': 'plus or minus',
  '×': 'times',
  '÷': 'divided by',
  '√': 'the square root of',
  '∞': 'infinity',
  '∑': 'sum',
  '∫': 'integral',
  '∂': 'partial',
  '∈': 'in',
  '∪': 'union',
  '∩': 'intersection',
  '=>': 'implies',
  '->': 'to',
  '→': 'to',
  '⇒': 'implies',
  '←': 'from',
  '<->': 'to and from',
  '↔': 'to and from',
  '&&': 'and',
  '&': 'and',
  '%': 'percent',
  '‰': 'per mille',
  '§': 'section',
  '§§': 'sections',
  '¶': 'paragraph',
  '©': 'copyright',
  '@': 'at',
  '°': 'degrees',
  '=': 'equals',
};

const greek: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ζ: 'zeta',
  η: 'eta',
  θ: 'theta',
  ι: 'iota',
  κ: 'kappa',
  λ: 'lambda',
  μ: 'mu',
  µ: 'mu',
  ν: 'nu',
  ξ: 'xi',
  ο: 'omicron',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  ς: 'sigma',
  τ: 'tau',
  υ: 'upsilon',
  φ: 'phi',
  ϕ: 'phi',
  χ: 'chi',
  ψ: 'psi',
  ω: 'omega',
};

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const longest = Object.keys(spoken)
  .toSorted((a, b) => b.length - a.length)
  .map((sign) => sign.replace(/[+*$^|?\\/().]/g, String.raw`\$&`))
  .join('|');

/** Reads signs of sums and comparisons, powers, Greek letters, and others. */
export const signReaders: readonly Reader[] = [
  reader(String.raw`[-=_*#~^|+<>/\\$%&@•·]{4,}|([^\p{L}\p{N}\s.!?'\u2019])\1{2,}`, () => ''),
  reader(String.raw`(?:\^|\*\*)\(?(-?)(\d{1,9})\)?`, ([, minus = '', power = ''], { before }) =>
    /[\p{L}\p{N})]\s?$/u.test(before) ? sayPower(power, minus) : undefined,
  ),
  reader(`(⁻?)([${superscripts}]{1,9})`, ([, minus = '', power = ''], { before }) => {
    const digits = Array.from(power, (digit) => superscripts.indexOf(digit)).join('');
    return /[\p{L}\p{N})]$/u.test(before) ? sayPower(digits, minus) : sayCardinal(digits);
  }),
  reader(String.raw`#\s?(?=\d)`, () => 'number '),
  reader(String.raw`\*(?=\s?[\d(])`, (_, { before }) => (/[\p{N})]\s?$/u.test(before) ? 'times' : undefined)),
  reader(String.raw`/(?=\s?[\d(])`, (_, { before }) =>
    /[\p{N})]\s$/u.test(before) ? 'divided by' : undefined,
  ),
  reader(String.raw`[-−–](?=\s[\d(\p{L}])`, (match, { before, after }) => {
    const isMinus =
      match[0] === '−' ||
      /[\p{N})]\s$/u.test(before) ||
      (/(?:^|\s)\p{L}\s$/u.test(before) && after.includes('='));
    return isMinus && /=|\d/.test(after) ? 'minus' : undefined;
  }),
  reader('−', () => 'minus'),
  reader(String.raw`\+`, (_, { after, before }) => {
    const isName = /[\p{L}\p{N}+]$/u.test(before) || /^[\s\d(+]/.test(after) || after === '';
    return isName ? 'plus' : undefined;
  }),
  reader(String.raw`~\s?(?=\d|[$€£])`, (_, { before }) =>
    /\b(?:about|approximately|around|roughly|some)\s$/i.test(before) ? ' ' : 'about ',
  ),
  reader(String.raw`/(?=\d)`, (_, { before }) =>
    /(?:^|[^\p{L}\p{N}])(?:\p{Ll}|\p{Script=Greek})$/u.test(before) ? 'over' : undefined,
  ),
  reader(String.raw`/(?=\p{L})`, (_, { before }) => {
    if (/(?:[$€£¥₹]\s?[\d.,]{1,15}\p{L}{0,3}|\d\s?[€£%]|\d\s?\p{L}{1,3}[²³]?)$/u.test(before)) return 'per';
    return /[\p{L}\p{N}]\s?$/u.test(before) || before === '' || /\s$/.test(before) ? 'slash' : undefined;
  }),
  reader(`(${longest})`, ([, sign = '']) => spoken[sign]),
  reader(String.raw`<(\p{L}[\p{L} _-]{0,40})>(?=[\s.,;:!?)]|$)`, ([, words = ''], { before }) =>
    /(?:^|[\s(])$/.test(before) ? words.replaceAll('_', ' ') : undefined,
  ),
  // Between spaces, or beside a number, they compare.
  reader('([<>])', ([, sign = ''], { before, after }) =>
    /[\p{L}\p{N})]\s?$/u.test(before) && /^\s?[-−$€£(\p{L}\p{N}]/u.test(after)
      ? `${sign === '<' ? 'less' : 'greater'} than`
      : /^\s?[$€£]?\d/.test(after)
        ? sign === '<'
          ? 'less than'
          : 'more than'
        : undefined,
  ),
  reader(String.raw`(\p{Script=Greek}|µ)(?![\p{Script=Greek}])`, ([, letter = ''], { before }) =>
    /\p{Script=Greek}$/u.test(before) ? undefined : greek[letter.toLowerCase()],
  ),
];

function sayPower(power: string, minus: string): string {
  if (minus === '' && power === '2') return 'squared';
  if (minus === '' && power === '3') return 'cubed';
  if (minus === '') return `to the ${sayOrdinal(power)}`;
  return `to the minus ${sayCardinal(power)}`;
}
