import { expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { inChromium } from '../fixtures/in-chromium.js';
import { watchedPage } from '../fixtures/page-visit.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

const key = 'the-key-of-this-test-0123456789';

inChromium('the page of a service that wants keys', (browser) => {
  test('asks for one, says when it is wrong, keeps it for the tab, and shows it nowhere', async () => {
    const { url } = await runningAdapter({ API_KEYS: key });
    const page = await watchedPage(browser(), url);
    await page.goto(url);
    await page.getByText('This service wants an API key').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'API key' }).fill('some-key-that-nobody-knows');
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.locator('#key-problem', { hasText: 'The service does not know that key.' }).waitFor();
    await page.getByRole('textbox', { name: 'API key' }).fill(key);
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'alice' }).waitFor();
    // Pictures come with the key too: a browser's own requests would not bear it.
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
