import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { inChromium } from '../fixtures/in-chromium.js';
import { visit } from '../fixtures/page-visit.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

/** The longest possible id, without any place to break the line. */
const id = 'portrait'.repeat(8);

inChromium('a portrait name of 64 letters', (browser) => {
  describe.each([
    ['phone', { width: 390, height: 844 }],
    ['desktop', { width: 1280, height: 900 }],
  ])('on a %s', (_, viewport) => {
    test('does not widen the page or overlap a button', async () => {
      const page = await visitLongName(browser());
      await page.setViewportSize(viewport);
      expect(await page.locator('#stage-name').textContent()).toBe(id);
      expect(await tooWide(page)).toEqual([]);

      await page.getByRole('button', { name: 'Adjust the face' }).click();
      await page.locator('.box').waitFor();
      expect(await page.locator('#add-title').textContent()).toBe(`The face of ${id}`);
      expect(await tooWide(page)).toEqual([]);
      const title = await page.locator('#add-title').boundingBox();
      const close = await page.getByRole('button', { name: 'Close' }).boundingBox();
      expect((title?.x ?? NaN) + (title?.width ?? NaN)).toBeLessThanOrEqual(close?.x ?? NaN);
      await page.keyboard.press('Escape');

      await page.getByRole('button', { name: 'Make the video' }).click();
      await page.locator('#stage-problem').getByText('The recording cannot be used').waitFor();
      expect(await page.locator('#history-list b').textContent()).toBe(id);
      expect(await tooWide(page)).toEqual([]);
    });
  });
});

/** The page of a service that has an uploaded portrait of that name, and a job with it. */
async function visitLongName(browser: Browser): Promise<Page> {
  const { url } = await runningAdapter();
  const page = await visit(browser, url);
  const portrait = { id, imageUrl: '/avatars/alice.png' };
  const box = { x: 40, y: 60, width: 80, height: 80 };
  const error = { code: 'voice_unreadable', message: 'no sound' };
  await page.route('**/avatars', (route) => route.fulfill({ json: [portrait] }));
  await page.route(`**/avatars/${id}`, (route) => route.fulfill({ json: { ...portrait, box, added: true } }));
  await page.route('**/render', (route) => route.fulfill({ status: 202, json: { jobId: 'job' } }));
  await page.route('**/status/job', (route) =>
    route.fulfill({ json: { jobId: 'job', state: 'failed', avatarId: id, error } }),
  );
  await page.reload();
  await page.locator('#adjust').waitFor();
  return page;
}

/** The elements whose content is wider than they are, or that leave the window. */
async function tooWide(page: Page): Promise<unknown> {
  return page.evaluate(`(() => {
    const parts = [document.documentElement, ...document.querySelectorAll('main > *, dialog[open], dialog[open] > #face')];
    const words = [...document.querySelectorAll('#stage-name, #render, #add-title')];
    return [...parts, ...words]
      .filter((part) => part.scrollWidth > part.clientWidth || part.getBoundingClientRect().right > innerWidth)
      .map((part) => part.id || part.tagName + '.' + part.className);
  })()`);
}
