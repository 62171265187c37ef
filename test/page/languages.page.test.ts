import { expect, test } from 'vitest';
import { onThePage } from '../fixtures/in-chromium.js';
import { expectNoEnglish } from '../fixtures/no-english.js';

onThePage('the page in another language', ({ visit }) => {
  test('has no English left in German', () => expectNoEnglish(visit, 'de-AT'));

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
