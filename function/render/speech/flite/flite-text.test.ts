import { expect, test } from 'vitest';
import { fliteText } from './flite-text.js';

test.each([
  ['Café Müller, Straße, Łódź, æther', 'Cafe Muller, Strasse, Lodz, aether'],
  ["I haven't, you mightn’t", 'I havvunt, you might unt'],
  ['vitamin A is good for A students', 'vitamin ay is good for A students'],
  ['Hello 早上好 there', 'Hello there'],
])('fliteText writes %s in ASCII', (text, ascii) => {
  expect(fliteText(text)).toBe(ascii);
});
