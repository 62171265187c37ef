import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';
import { portraitWarningTexts } from '../../domain/portrait-warnings.js';
import { chooseLanguage, languages } from '../../page/texts/languages.js';
import { numbersOf } from '../../page/texts/numbers.js';
import { textsByPath, textsOf } from '../fixtures/page-texts.js';

const html = await readFile(path.join(packageRoot, 'page', 'index.html'), 'utf8');
const english = await textsOf('en');

/** Texts that another language may have in common with English. */
const international = new Set([
  'page.text',
  'page.link',
  'page.name',
  'page.service',
  'page.portrait',
  'page.color',
  'page.transparent',
  'figures.minutes',
  'figures.seconds',
]);

describe('the texts of the page', () => {
  test('are those of index.html, where they have the same names', () => {
    const inHtml = [...markedTexts(html)];
    const page: Readonly<Record<string, string>> = english.page;
    expect(inHtml.length).toBeGreaterThan(60);
    for (const [name, text] of inHtml) expect([name, text]).toEqual([name, page[name]]);
    expect(new Set(inHtml.map(([name]) => name))).toEqual(new Set(Object.keys(page)));
  });

  test('cover every text of index.html that is not marked as the same in all languages', () => {
    expect(unmarkedTexts(html)).toEqual([]);
    expect(unmarkedTexts('<p>One</p><p translate="no">Two</p><p data-text="x">Three</p>')).toEqual(['One']);
  });

  test('warn of poor portraits as the service does', () => {
    expect(english.warnings).toEqual(portraitWarningTexts);
  });

  test.each(Object.keys(languages).filter((language) => language !== 'en'))(
    'are all translated to %s',
    async (language) => {
      const translated = textsByPath(await textsOf(language));
      const original = textsByPath(english);
      expect(translated.size).toBe(original.size);
      const same = [...original]
        .filter(([name, text]) => translated.get(name) === text)
        .map(([name]) => name);
      expect(same.filter((name) => !international.has(name))).toEqual([]);
      // Whatever fills a gap of the original fills one of the translation.
      const gaps = (text = '') => text.match(/2[1-4]/g)?.toSorted() ?? [];
      for (const [name, text] of original)
        expect([name, gaps(translated.get(name))]).toEqual([name, gaps(text)]);
    },
  );
});

describe('chooseLanguage', () => {
  test.each([
    [['de-AT', 'en'], 'de-AT', 'de'],
    [['ja', 'fr-CA', 'de'], 'fr-CA', 'fr'],
    [['es-419'], 'es-419', 'es'],
    [['en-GB', 'de'], 'en-GB', 'en'],
    [['ja', 'toString'], 'en', 'en'],
    [['de-', 'es'], 'es', 'es'],
    [[], 'en', 'en'],
  ])('of %j is %s, in %s', (wanted, locale, language) => {
    expect(chooseLanguage(wanted)).toEqual({ locale, language });
  });
});

describe('numbersOf', () => {
  test.each([
    ['en', 1, '1 frame'],
    ['en', 1234, '1,234 frames'],
    ['de', 0, '0 frames'],
    ['de', 1234, '1.234 frames'],
    // Zero is singular in French.
    ['fr', 0, '0 frame'],
    ['en-IN', 123_456, '1,23,456 frames'],
  ])('of %s writes %d as %s', (locale, value, text) => {
    expect(numbersOf(locale).plural(value, { one: '# frame', other: '# frames' })).toBe(text);
  });
});

/** The names in `index.html`, with the English text that is there. */
function* markedTexts(page: string): Generator<[string, string]> {
  for (const [, name = '', text = ''] of page.matchAll(/data-text="(\w+)"[^>]*>([^<]*)</g))
    yield [name, plain(text)];
  for (const [tag] of page.matchAll(/<[a-z][^>]*>/g)) {
    for (const [data, attribute] of [
      ['data-label', 'aria-label'],
      ['data-placeholder', 'placeholder'],
      ['data-content', 'content'],
    ]) {
      const name = attributeOf(tag, data ?? '');
      if (name !== undefined) yield [name, plain(attributeOf(tag, attribute ?? '') ?? '')];
    }
  }
}

/** Texts between tags, unless the tag before them names their text or says that it is not translated. */
function unmarkedTexts(page: string): string[] {
  const parts = page.matchAll(/(<[^>]*>)([^<]+)/g);
  return [...parts]
    .filter(([, tag = '', text = '']) => /\p{L}/u.test(text) && !/data-text=|translate="no"/.test(tag))
    .map(([, , text = '']) => plain(text));
}

function attributeOf(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
}

function plain(text: string): string {
  return text
    .replaceAll('&nbsp;', '\u00a0')
    .replace(/[ \n]+/g, ' ')
    .replace(/^ | $/g, '');
}
