import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { inChromium } from '../fixtures/in-chromium.js';
import { watchedPage } from '../fixtures/page-visit.js';
import { paintedPicture, pngOf } from '../fixtures/pictures.js';
import { runningAdapter } from '../fixtures/running-adapter.js';
import { tone } from '../fixtures/signals.js';
import { waveFile } from '../fixtures/wave-file.js';

const key = 'the-key-of-this-test-0123456789';

/** Keeps the object URLs that were created and not revoked in `urls`. */
const trackUrls = `(() => {
  globalThis.urls = new Set();
  const create = URL.createObjectURL.bind(URL);
  const revoke = URL.revokeObjectURL.bind(URL);
  URL.createObjectURL = (blob) => { const url = create(blob); urls.add(url); return url; };
  URL.revokeObjectURL = (url) => { urls.delete(url); revoke(url); };
})()`;

inChromium('the pictures of a service with API keys', (browser) => {
  test('are downloaded once while the gallery shows them, and then freed', async () => {
    const page = await openPage(browser(), { API_KEYS: key });
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    const ids = ['alice', 'uploaded-1', 'uploaded-2'];
    const portraitOf = (id: string) => ({ id, imageUrl: `/avatars/${id}.png`, added: id !== 'alice' });
    const picture = { contentType: 'image/png', body: await pngOf(paintedPicture(64, 64)) };
    await page.route('**/avatars', (route) => route.fulfill({ json: ids.map(portraitOf) }));
    await page.route(/avatars\/uploaded-\d\.png/, (route) => route.fulfill(picture));
    await page.route(/avatars\/uploaded-\d$/, async (route) => {
      const id = route.request().url().split('/').at(-1) ?? '';
      if (route.request().method() === 'GET') return route.fulfill({ json: portraitOf(id) });
      ids.splice(ids.indexOf(id), 1);
      return route.fulfill({ status: 204 });
    });
    await page.getByRole('textbox', { name: 'API key' }).fill(key);
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.locator('.tile img[src^="blob:"]').nth(2).waitFor();
    expect(await urlCount(page)).toBe(3);

    for (const id of ['uploaded-1', 'uploaded-2']) {
      await page.getByRole('radio', { name: id }).check();
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByRole('button', { name: 'Delete for good?' }).click();
      await page.getByRole('radio', { name: id }).waitFor({ state: 'detached' });
      await page
        .locator('.tile img[src^="blob:"]')
        .nth(ids.length - 1)
        .waitFor();
    }
    expect(requests.filter((path) => path === '/avatars')).toHaveLength(3);
    expect(requests.filter((path) => path.endsWith('.png')).sort()).toEqual([
      '/avatars/alice.png',
      '/avatars/uploaded-1.png',
      '/avatars/uploaded-2.png',
    ]);
    await expect.poll(() => urlCount(page)).toBe(1);
  });
});

inChromium('the object URL', (browser) => {
  test('of a rendered frame is revoked when the frame is shown', async () => {
    const page = await openPage(browser());
    const frame = { contentType: 'image/png', body: await pngOf(paintedPicture(64, 64)) };
    await page.route('**/preview', (route) => route.fulfill(frame));
    await page.getByRole('button', { name: 'Try one frame' }).click();
    await page.locator('#stage-picture[src^="blob:"]').waitFor();
    await expect.poll(() => urlCount(page)).toBe(0);
  });

  test('of a voice is revoked when another file is chosen', async () => {
    const page = await openPage(browser());
    await page.getByRole('radio', { name: 'File' }).check();
    for (const name of ['a.wav', 'b.wav']) {
      const buffer = waveFile(tone(0.2, 200));
      await page.locator('#voice-file').setInputFiles({ name, mimeType: 'audio/wav', buffer });
      await page.locator('#voice-file-name', { hasText: name }).waitFor();
    }
    // Its length is read from another URL, which is revoked, too.
    await page.locator('#announcement', { hasText: 'b.wav is the voice' }).waitFor();
    expect(await urlCount(page)).toBe(1);
  });

  test('of a recording is revoked when the next one starts', async () => {
    const page = await openPage(browser());
    await page.getByRole('radio', { name: 'Microphone' }).check();
    await page.getByRole('button', { name: 'Record' }).click();
    await page.locator('#record-clock', { hasText: '0:01' }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('#record-player').waitFor();
    expect(await urlCount(page)).toBe(1);
    await page.getByRole('button', { name: 'Record again' }).click();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    expect(await urlCount(page)).toBe(0);
  });

  test('of a picture is revoked when another one is chosen and when the dialog is closed', async () => {
    const page = await openPage(browser());
    await page.getByRole('button', { name: 'Add' }).click();
    const buffer = await pngOf(paintedPicture(64, 64));
    for (const name of ['a.png', 'b.png']) {
      await page.locator('#picture-file').setInputFiles({ name, mimeType: 'image/png', buffer });
      await page.locator('#picture-name', { hasText: name }).waitFor();
    }
    expect(await urlCount(page)).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => urlCount(page)).toBe(0);
  });
});

/** The page of an adapter, with its object URLs being tracked. */
async function openPage(browser: Browser, settings: Readonly<Record<string, string>> = {}): Promise<Page> {
  const { url } = await runningAdapter(settings);
  const page = await watchedPage(browser, url);
  await page.addInitScript({ content: trackUrls });
  await page.goto(url);
  if (!('API_KEYS' in settings)) await page.locator('.tile').first().waitFor();
  return page;
}

function urlCount(page: Page): Promise<unknown> {
  return page.evaluate('urls.size');
}
