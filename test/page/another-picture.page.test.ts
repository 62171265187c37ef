import type { Browser, Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { drawnBox } from '../fixtures/face-boxes.js';
import { inChromium } from '../fixtures/in-chromium.js';
import { visit } from '../fixtures/page-visit.js';
import { paintedPicture, pngOf } from '../fixtures/pictures.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

const boxes = [
  { x: 20, y: 30, width: 60, height: 70 },
  { x: 110, y: 30, width: 60, height: 70 },
];
const twoFaces = {
  status: 422,
  contentType: 'application/problem+json',
  body: JSON.stringify({ title: 'Two', status: 422, code: 'faces_several', details: { boxes } }),
};

inChromium('the dialog that adds a portrait', (browser) => {
  test('hides the face editor and the faces of the previous picture when another one is chosen', async () => {
    const page = await openDialog(browser());
    await page.route('**/avatars?dryRun=true', (route) => route.fulfill(twoFaces));
    await choose(page, 'first.png');
    await page.getByRole('button', { name: 'Find the face' }).click();
    await page.getByRole('button', { name: 'Face 2' }).click();
    expect(await drawnBox(page)).toEqual(boxes[1]);
    await choose(page, 'second.png');
    expect(await page.locator('#face').isVisible()).toBe(false);
    expect(await page.locator('#faces button').count()).toBe(0);
    expect(await page.getByLabel('Name').inputValue()).toBe('second');

    // The second picture offers its own faces.
    await page.getByRole('button', { name: 'Find the face' }).click();
    await page.getByRole('button', { name: 'Face 2' }).waitFor();
    expect(await drawnBox(page)).toEqual(boxes[0]);
  });

  test('does not show the faces of the previous picture if another one was chosen during the search', async () => {
    const page = await openDialog(browser());
    const held: Route[] = [];
    await page.route('**/avatars?dryRun=true', (route) => void held.push(route));
    await choose(page, 'first.png');
    await page.getByRole('button', { name: 'Find the face' }).click();
    await expect.poll(() => held.length).toBe(1);
    await choose(page, 'second.png');
    await held[0]?.fulfill(twoFaces);
    await page.locator('#picture-send:enabled').waitFor();
    expect(await page.locator('#face').isVisible()).toBe(false);
    expect(await page.locator('#add-problem').textContent()).toBe('');
  });
});

async function openDialog(browser: Browser): Promise<Page> {
  const { url } = await runningAdapter();
  const page = await visit(browser, url);
  await page.getByRole('button', { name: 'Add' }).click();
  return page;
}

async function choose(page: Page, name: string): Promise<void> {
  const buffer = await pngOf(paintedPicture(200, 160));
  await page.locator('#picture-file').setInputFiles({ name, mimeType: 'image/png', buffer });
  await page.locator('#picture-name', { hasText: name }).waitFor();
}
