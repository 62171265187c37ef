import { expect, test } from 'vitest';
import { inChromium } from '../fixtures/in-chromium.js';
import { watchedPage } from '../fixtures/page-visit.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

inChromium('the page below a path prefix', (browser) => {
  test('loads portraits and pictures, and shows the request for a program, with the prefix', async () => {
    const { url } = await runningAdapter({ BASE_PATH: '/tools/avatar' });
    const page = await watchedPage(browser(), url);
    await page.goto(`${url}/tools/avatar`);
    await page.getByRole('radio', { name: 'alice' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/tools/avatar/');
    await page.locator('#stage-picture[src^="/tools/avatar/avatars/"]').waitFor();
    expect(await page.locator('#snippet-text').textContent()).toContain(`${url}/tools/avatar/render?`);
  });
});
