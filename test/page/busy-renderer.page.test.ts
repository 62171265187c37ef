import { expect, test } from 'vitest';
import { inChromium } from '../fixtures/in-chromium.js';
import { visit } from '../fixtures/page-visit.js';
import { paintedPicture, pngOf } from '../fixtures/pictures.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

const busy = (retryAfterSeconds: number) => ({
  status: 503,
  contentType: 'application/problem+json',
  headers: { 'retry-after': String(retryAfterSeconds) },
  body: JSON.stringify({
    type: 'about:blank',
    title: 'Busy',
    status: 503,
    code: 'renderer_busy',
    detail: 'busy',
    details: { retryAfterSeconds },
  }),
});

inChromium('a single frame while a video is being rendered', (browser) => {
  test('is explained, requested again after the named time, and shown', async () => {
    const page = await visit(browser(), (await runningAdapter()).url);
    const frame = { contentType: 'image/png', body: await pngOf(paintedPicture(64, 64)) };
    let requests = 0;
    await page.route('**/preview', (route) => route.fulfill(++requests === 1 ? busy(2) : frame));
    await page.getByRole('button', { name: 'Try one frame' }).click();
    const message = page.locator('#form-problem');
    await message.getByText('A video is being rendered').waitFor();
    expect(await message.textContent()).toContain('Trying again in 2 s.');
    await page.locator('#stage-note', { hasText: 'the loudest moment of the voice' }).waitFor();
    expect(requests).toBe(2);
    expect(await message.textContent()).toBe('');
  });

  test('is not requested again if another portrait was chosen in the meantime', async () => {
    const page = await visit(browser(), (await runningAdapter()).url);
    let requests = 0;
    await page.route('**/preview', (route) => {
      requests++;
      return route.fulfill(busy(60));
    });
    await page.getByRole('radio', { name: 'kenji' }).check();
    await page.getByRole('button', { name: 'Try one frame' }).click();
    await page.locator('#form-problem').getByText('A video is being rendered').waitFor();
    await page.getByRole('radio', { name: 'mei' }).check();
    await page.locator('#trial:enabled').waitFor();
    expect(requests).toBe(1);
    expect(await page.locator('#form-problem').textContent()).toBe('');
    expect(await page.locator('#stage-name').textContent()).toBe('mei');
  });
});
