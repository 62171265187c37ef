import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { inChromium } from '../fixtures/in-chromium.js';
import { visit } from '../fixtures/page-visit.js';
import { paintedPicture, pngOf } from '../fixtures/pictures.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

inChromium('what is chosen while the page waits', (browser) => {
  test('a frame on trial is shown as long as its portrait is chosen', async () => {
    const page = await visit(browser(), (await runningAdapter()).url);
    const letGo = await heldAnswers(page, '**/preview');
    await tryFrameOf(page, 'kenji', '**/preview');
    await page.getByRole('radio', { name: 'mei' }).check();
    await letGo();
    await page.locator('#trial:enabled').waitFor();
    expect(await onTheStage(page)).toEqual(['mei', '', 'The portrait mei']);

    await tryFrameOf(page, 'kenji', '**/preview');
    await letGo();
    await page.locator('#trial:enabled').waitFor();
    const note = 'the loudest moment of the voice';
    expect(await onTheStage(page)).toEqual(['kenji', note, `kenji, ${note}`]);
  });

  test('no frame is asked for where another portrait was chosen before the voice was there', async () => {
    const page = await visit(browser(), (await runningAdapter()).url);
    const letGo = await heldAnswers(page, '**/voices/*');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await tryFrameOf(page, 'kenji', '**/voices/*');
    await page.getByRole('radio', { name: 'mei' }).check();
    await letGo();
    await page.locator('#trial:enabled').waitFor();
    expect(await onTheStage(page)).toEqual(['mei', '', 'The portrait mei']);
    expect(asked.filter((url) => url.endsWith('/preview'))).toEqual([]);
  });
});

/** Chooses a portrait, and asks for one frame of it. @param asks for what the page asks then */
async function tryFrameOf(page: Page, id: string, asks: string): Promise<void> {
  await page.getByRole('radio', { name: id }).check();
  await Promise.all([page.waitForRequest(asks), page.getByRole('button', { name: 'Try one frame' }).click()]);
}

/** Holds answers back; each is a picture. @returns what lets the last one go */
async function heldAnswers(page: Page, to: string): Promise<() => Promise<void>> {
  const body = await pngOf(paintedPicture(64, 64));
  const held: Route[] = [];
  await page.route(to, (route) => void held.push(route));
  return async () => {
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await held.pop()?.fulfill({ contentType: 'image/png', body });
  };
}

/** The name, the note and the words for the picture. */
async function onTheStage(page: Page): Promise<(string | null)[]> {
  return Promise.all([
    page.locator('#stage-name').textContent(),
    page.locator('#stage-note').textContent(),
    page.locator('#stage-picture').getAttribute('alt'),
  ]);
}
