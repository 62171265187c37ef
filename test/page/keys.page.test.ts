import { expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { inChromium } from '../fixtures/in-chromium.js';
import { watchedPage } from '../fixtures/page-visit.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

const key = 'the-key-of-this-test-0123456789';

inChromium('the page of a service with API keys', (browser) => {
  test('asks for a key, rejects a wrong one, stores it for the tab, and never shows it', async () => {
    const { url } = await runningAdapter({ API_KEYS: key });
    const page = await watchedPage(browser(), url);
    await page.goto(url);
    await page.getByText('This service requires an API key').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'API key' }).fill('some-key-that-is-unknown');
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.locator('#key-problem', { hasText: 'The service does not know that key.' }).waitFor();
    await page.getByRole('textbox', { name: 'API key' }).fill(key);
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'alice' }).waitFor();
    // Pictures are downloaded with the key, which a browser's own requests do not contain.
    await page.locator('#stage-picture[src^="blob:"]').waitFor();
    expect(await page.locator('#snippet-text').textContent()).toContain(
      '-H "Authorization: Bearer $API_KEY"',
    );
    expect(await page.content()).not.toContain(key);
    await page.reload();
    await page.getByRole('radio', { name: 'alice' }).waitFor();
    expect(await page.locator('#key').isVisible()).toBe(false);
  });
});
