import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { inChromium } from '../fixtures/in-chromium.js';
import { watchedPage } from '../fixtures/page-visit.js';
import { voiceUrl } from '../fixtures/render-request.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

const key = 'the-key-of-this-test-0123456789';

/** Behaves like Chromium with blocked site data: reading the property throws. */
const blocked = ['localStorage', 'sessionStorage']
  .map(
    (name) =>
      `Object.defineProperty(window, '${name}', { get() { throw new DOMException('denied', 'SecurityError'); } });`,
  )
  .join('\n');
/** Behaves like Chromium without space for site data. */
const full = `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };`;

inChromium('the page in a browser that stores nothing', (browser) => {
  test.each([
    ['site data are blocked', blocked],
    ['there is no space left', full],
  ])('keeps key and job history until it is reloaded if %s', async (_, content) => {
    const { url } = await runningAdapter({ API_KEYS: key });
    const page = await watchedPage(browser(), url);
    await page.addInitScript({ content });
    await page.goto(url);
    await giveKey(page);
    await page.getByRole('radio', { name: 'alice' }).waitFor();

    await page.getByRole('radio', { name: 'Link', exact: true }).check();
    await page.getByLabel('URL of the recording').fill(voiceUrl);
    await page.getByRole('button', { name: 'Make the video' }).click();
    await page.locator('#history-list li').waitFor();
    expect(await page.locator('#history-list li').count()).toBe(1);
    expect(new URL(page.url()).hash).toMatch(/^#[0-9a-f-]{36}$/);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('#history-list .hint', { hasText: 'just now, canceled' }).waitFor();

    await page.goto('about:blank');
    await page.goto(url);
    await giveKey(page);
    await page.getByRole('radio', { name: 'alice' }).waitFor();
    expect(await page.locator('#history-list li').count()).toBe(0);
  });
});

async function giveKey(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'API key' }).fill(key);
  await page.getByRole('button', { name: 'Use this key' }).click();
}
