import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { servedVoice } from '../fixtures/held-voice.js';
import { onThePage } from '../fixtures/in-chromium.js';
import { textsByPath, textsOf } from '../fixtures/page-texts.js';
import { played } from '../fixtures/stage-video.js';
import { visibleTexts } from '../fixtures/visible-texts.js';

/** Frequent English words that are not words of German, French, or Spanish. */
const english = /\b(?:the|and|of|your|you|with|this|that|from|cannot|been|chosen|left)\b/i;

onThePage('the page in another language', ({ visit }) => {
  test.each(['de-AT', 'fr-FR', 'es-MX'])('has no English left in %s', async (locale) => {
    const language = locale.slice(0, 2);
    const texts = await textsOf(language);
    const page = await visit(undefined, { locale });
    expect(await page.evaluate('document.documentElement.lang')).toBe(language);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(texts.page.heading);
    await expectTranslated(page, language);

    // An error that the page finds, and one of the service.
    const kind = (value: string) => page.locator(`input[name=kind][value=${value}]`);
    await kind('link').check();
    await page.locator('#render').click();
    await page.getByText(texts.voice.noUrl).waitFor();
    await expectTranslated(page, language);
    await page.locator('#voice-link').fill('http://127.0.0.1:1/voice.wav');
    await page.locator('#render').click();
    await page.locator('#stage-problem', { hasText: texts.errors.address.title }).waitFor();
    await expectTranslated(page, language);
    await page.locator('#leave').click();

    for (const other of ['text', 'file', 'microphone']) {
      await kind(other).check();
      if (other === 'text') await page.locator('#voice-text').fill('Доброе утро');
      await expectTranslated(page, language);
    }
    await page.locator('.add').click();
    await expectTranslated(page, language);
    await page.locator('#add-close').click();

    await kind('link').check();
    await page.locator('#voice-link').fill(await servedVoice(1));
    await page.locator('#render').click();
    await played(page);
    const ready = /^1 s, \d+\s(?:kB|ko), \p{L}+ \p{L}+ \d+ s$/u;
    expect(await page.locator('#stage-note').textContent()).toMatch(ready);
    await expectTranslated(page, language);
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  test('fits a phone in German', async () => {
    const page = await visit(undefined, { locale: 'de', viewport: { width: 390, height: 844 } });
    for (const kind of ['sample', 'text', 'file', 'link', 'microphone']) {
      await page.locator(`input[name=kind][value=${kind}]`).check();
      expect([kind, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([kind, 390]);
    }
    await page.locator('.add').click();
    expect(await page.evaluate(`document.getElementById('add').scrollWidth`)).toBeLessThanOrEqual(390);
  });

  test('is in English if its language cannot be loaded', async () => {
    const page = await visit(undefined, { locale: 'de' });
    await page.route('**/page/de-*.js', (route) => route.abort());
    await page.reload();
    await page.locator('.tile').first().waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect(await page.locator('#render').textContent()).toBe('Make the video');
  });
});

/** Fails if the page shows a text that belongs to the English page, or looks English. */
async function expectTranslated(page: Page, language: string): Promise<void> {
  const own = new Set(textsByPath(await textsOf(language)).values());
  const foreign = new Set([...textsByPath(await textsOf('en')).values()].filter((text) => !own.has(text)));
  const shown = await visibleTexts(page);
  expect(shown.length).toBeGreaterThan(20);
  expect(shown.filter((text) => foreign.has(text) || english.test(text))).toEqual([]);
}
