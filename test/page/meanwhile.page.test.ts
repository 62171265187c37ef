import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { inChromium } from '../fixtures/in-chromium.js';
import { visit } from '../fixtures/page-visit.js';
import { paintedPicture, pngOf } from '../fixtures/pictures.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

inChromium('a single frame', (browser) => {
  test('is shown only if its portrait is still chosen', async () => {
    const page = await visit(browser(), (await runningAdapter()).url);
    const respond = await heldResponses(page, '**/preview');
    await tryFrameOf(page, 'kenji', '**/preview');
    await page.getByRole('radio', { name: 'mei' }).check();
    await respond();
    await page.locator('#trial:enabled').waitFor();
    expect(await onTheStage(page)).toEqual(['mei', '', 'The portrait mei']);

    await tryFrameOf(page, 'kenji', '**/preview');
    await respond();
    await page.locator('#trial:enabled').waitFor();
    const note = 'the loudest moment of the voice';
    expect(await onTheStage(page)).toEqual(['kenji', note, `kenji, ${note}`]);
  });

  test('is not requested if another portrait was chosen while the voice was loading', async () => {
    const page = await visit(browser(), (await runningAdapter()).url);
    const respond = await heldResponses(page, '**/voices/*');
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await tryFrameOf(page, 'kenji', '**/voices/*');
    await page.getByRole('radio', { name: 'mei' }).check();
    await respond();
    await page.locator('#trial:enabled').waitFor();
    expect(await onTheStage(page)).toEqual(['mei', '', 'The portrait mei']);
    expect(requested.filter((url) => url.endsWith('/preview'))).toEqual([]);
  });
});

/** Chooses a portrait and requests a frame of it. @param request what the page then requests */
async function tryFrameOf(page: Page, id: string, request: string): Promise<void> {
  await page.getByRole('radio', { name: id }).check();
  await Promise.all([
    page.waitForRequest(request),
    page.getByRole('button', { name: 'Try one frame' }).click(),
  ]);
}

/** Holds responses back; each is a picture. @returns a function that sends the last one */
async function heldResponses(page: Page, to: string): Promise<() => Promise<void>> {
  const body = await pngOf(paintedPicture(64, 64));
  const held: Route[] = [];
  await page.route(to, (route) => void held.push(route));
  return async () => {
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await held.pop()?.fulfill({ contentType: 'image/png', body });
  };
}

/** The name, the note, and the alternative text of the picture. */
async function onTheStage(page: Page): Promise<(string | null)[]> {
  return Promise.all([
    page.locator('#stage-name').textContent(),
    page.locator('#stage-note').textContent(),
    page.locator('#stage-picture').getAttribute('alt'),
  ]);
}
