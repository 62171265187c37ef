import { describe, expect, test } from 'vitest';
import { saySentence } from './say-sentence.js';

/** What is written, and what is spoken. */
const kinds: Readonly<Record<string, readonly (readonly [written: string, spoken: string])[]>> = {
  contractions: [
    ["I haven't seen it.", "I haven't seen it."],
    ['They’d better, shouldn’t they?', "They'd better, shouldn't they?"],
  ],
  'mixed fractions': [
    ['The film lasts 1½ hours.', 'The film lasts one and a half hours.'],
    ['2¾ feet', 'two and three quarters feet'],
    ['3 1/8 inches', 'three and an eighth inches'],
  ],
  fractions: [
    ['⅔ of it, 1/2, 5/8, 8/10', 'two thirds of it, one half, five eighths, eight out of ten'],
    ['120/80', 'one hundred twenty over eighty'],
  ],
  'feet and inches': [
    ['She is 5\'11" tall.', 'She is five foot eleven tall.'],
    ['a 6′2″ man, 12" long, 6 ft 2 in', 'a six foot two man, twelve inches long, six feet two inches'],
    ['He said "I have 12" and left.', 'He said I have twelve and left.'],
  ],
  'times of day': [
    ['at 00:00, at 00:30', 'at midnight, at zero thirty'],
    ['3:30 PM, 9 a.m., 15:05', 'three thirty p.m. nine a.m. fifteen oh five'],
    ['from 9am–5pm', 'from nine a.m. to five p.m.'],
  ],
  'amounts of money': [
    ['$1.5 and $2.5B', 'one dollar fifty cents and two point five billion dollars'],
    ['$0.5, $5bn, $4,000', 'fifty cents, five billion dollars, four thousand dollars'],
    ['10£, £20k, €3bn', 'ten pounds, twenty thousand pounds, three billion euros'],
    ['₹500, 50¢, ₩1000, ₿0.5', 'five hundred rupees, fifty cents, one thousand won, zero point five bitcoin'],
    ['US$5m, 20 EUR, -£3.20', 'five million dollars, twenty euros, minus three pounds twenty pence'],
    ['a $5 bill, $5–10, $9/month', 'a five dollar bill, five to ten dollars, nine dollars per month'],
  ],
  units: [
    ['10 kg at 5 km/h on 3 m²', 'ten kilograms at five kilometers per hour on three square meters'],
    ['5 µm, 10 Ω, 2.5 GB', 'five micrometers, ten ohms, two point five gigabytes'],
    [
      '1 kWh, a 10 kg bag, 9.8 m/s²',
      'one kilowatt hour, a ten kilogram bag, nine point eight meters per second squared',
    ],
    ['20 °C or 68°F', 'twenty degrees Celsius or sixty eight degrees Fahrenheit'],
  ],
  'Greek letters': [
    ['π is not Δt', 'pi is not delta t'],
    ['the α version', 'the alpha version'],
  ],
  apostrophes: [
    ['Hawaiʻi and Oʻahu', 'Hawaii and Oahu'],
    ['O‘Brien isn´t here', "O'Brien isn't here"],
  ],
  'rows of signs': [
    [`Sign here: ${'_'.repeat(60)} and there.`, 'Sign here: and there.'],
    [`${'='.repeat(80)} Title ${'-*'.repeat(20)}`, 'Title'],
  ],
  addresses: [
    ['See https://www.example.com/path?id=42 now.', 'See example dot com slash path now.'],
    ['john.doe@example.com', 'john dot doe at example dot com'],
    ['example.org, report.pdf, @alice, #sale', 'example dot org, report dot P D F, at alice, hashtag sale'],
  ],
  dates: [
    ['on 2025-03-04', 'on March fourth, twenty twenty five'],
    ['04.03.2025', 'March fourth, twenty twenty five'],
    ['3/4/2025', 'March fourth, twenty twenty five'],
    ['13/4/1999', 'April thirteenth, nineteen ninety nine'],
    ['Mar. 4 and 5 May 2024', 'March fourth and the fifth of May twenty twenty four'],
  ],
  years: [
    [
      'The years 1999, 2000, and 10%, 10 %',
      'The years nineteen ninety nine, two thousand, and ten percent, ten percent',
    ],
    [
      '1887; 1905, 2008, 1500 people',
      'eighteen eighty seven; nineteen oh five, two thousand eight, one thousand five hundred people',
    ],
    ["the 1990s and the '80s", 'the nineteen nineties and the eighties'],
  ],
  ordinals: [
    ['the 21st and 3rd', 'the twenty first and third'],
    ['the 1,000th time', 'the one thousandth time'],
  ],
  'comparisons and sums': [
    [
      'If x < 5 and y > 3, then x ≤ y.',
      'If x less than five and y greater than three, then x less than or equal to y.',
    ],
    [
      '5 - 3 = 2, −10, 2 × 3 ≠ 5',
      'five minus three equals two, minus ten, two times three not equal to five',
    ],
    ['x² + 1 = 10⁶', 'x squared plus one equals ten to the sixth'],
  ],
  'scores and ranges': [
    ['They won 21–14.', 'They won twenty one to fourteen.'],
    ['a 3-0 win, 10–20%', 'a three to zero win, ten to twenty percent'],
  ],
  'telephone numbers': [
    ['Call 555-1234', 'Call five five five, one two three four'],
    ['(212) 555-0199', 'two one two, five five five, zero one nine nine'],
  ],
  'abbreviations and titles': [
    [
      'Lt. Dan climbed Mt. Everest from Sunset Blvd.',
      'Lieutenant Dan climbed Mount Everest from Sunset Boulevard.',
    ],
    ['Dr. Lee of Elm Dr. met St. Paul, etc.', 'Doctor Lee of Elm Drive met Saint Paul, et cetera.'],
    ['No. 5, e.g. pp. 3 w/o him', 'number five, for example pages three without him'],
  ],
  'Roman numerals': [
    ['Louis XIV and World War II', 'Louis the fourteenth and World War two'],
    ['Chapter IV by I', 'Chapter four by I'],
  ],
  interjections: [
    ['Hmm. Pfft. Shh!', 'Hum. Pift. Shush!'],
    ['Brrr, psst!', 'Burr, pist!'],
  ],
  'idioms with a slash': [
    ['Open 24/7, even on 9/11.', 'Open twenty four seven, even on nine eleven.'],
    ['and/or 50/50', 'and or fifty fifty'],
  ],
  names: [
    ['COVID-19, B2B, 5G, C++, AT&T', 'COVID nineteen, B two B, five G, C plus plus, A T and T'],
    ['192.168.0.1', 'one hundred ninety two dot one hundred sixty eight dot zero dot one'],
  ],
};

describe('saySentence', () => {
  test.each(Object.entries(kinds).flatMap(([kind, all]) => all.map((each) => [kind, ...each] as const)))(
    'writes out %s: %s',
    (_, written, spoken) => {
      expect(saySentence(written, 'month-first')).toBe(spoken);
    },
  );

  test('reads the day first where people write it first', () => {
    expect(saySentence('on 3/4/2025', 'day-first')).toBe('on the third of April, twenty twenty five');
  });
});
