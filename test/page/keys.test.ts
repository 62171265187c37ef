import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../config/logger.js';
import { readSettings } from '../../config/settings.js';
import { createApp } from '../../events/adapter/app.js';
import { openAdapter } from '../../events/adapter/open-adapter.js';
import { serveApp } from '../../events/adapter/serve-app.js';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { findChromium, startChromium } from '../fixtures/chromium.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const chromium = findChromium();
const key = 'the-key-of-this-test-0123456789';

describe.runIf(chromium)('the page of a service that wants keys', { timeout: 240_000 }, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium(chromium ?? '');
  }, 240_000);
  afterAll(() => browser.close());

  test('asks for one, says when it is wrong, keeps it for the tab, and shows it nowhere', async () => {
    const STORE = pathToFileURL(await temporaryFolder()).href;
    const settings = readSettings({ STORE, API_KEYS: key, LOG_LEVEL: 'silent' });
    const app = createApp(await openAdapter(settings, createLogger('adapter', 'silent')));
    const server = await serveApp(app, 0, '127.0.0.1');
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    try {
      await page.goto(`http://127.0.0.1:${String(server.port)}/`);
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
    } finally {
      await page.close();
      await server.close();
    }
  });
});
