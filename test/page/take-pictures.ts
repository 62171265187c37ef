import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { packageRoot } from '../../config/package-root.js';
import { findChromium, startChromium } from '../fixtures/chromium.js';

/*
 * Takes the screenshots of the page for the documentation, from a running service:
 * `npm run pictures -- http://localhost:8080`.
 */

const folder = path.join(packageRoot, 'docs', 'pictures');
const quality = 78;
const sizes = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } } as const;
const schemes = ['light', 'dark'] as const;
type Size = keyof typeof sizes;
type Scheme = (typeof schemes)[number];

const [url = 'http://localhost:8080'] = process.argv.slice(2);
const chromium = findChromium();
if (chromium === undefined) process.exit(1);
await mkdir(folder, { recursive: true });
const browser = await startChromium(chromium);
try {
  for (const scheme of schemes) {
    for (const size of ['desktop', 'phone'] as const) await takeStart(browser, size, scheme);
  }
  await takeText(browser, 'desktop', 'light');
  await takeJob(browser, 'desktop', 'light');
  await takeJob(browser, 'phone', 'dark');
  await takeError(browser, 'desktop', 'dark');
  await takePortrait(browser, 'desktop', 'light');
  await takePortrait(browser, 'phone', 'light');
} finally {
  await browser.close();
}

/** The page as it first appears. */
async function takeStart(from: Browser, size: Size, scheme: Scheme): Promise<void> {
  const page = await open(from, size, scheme);
  await take(page, `page-${size}-${scheme}`);
  await page.context().close();
}

/** A text that was listened to, and the mouth movement. */
async function takeText(from: Browser, size: Size, scheme: Scheme): Promise<void> {
  const page = await open(from, size, scheme);
  await page.getByRole('radio', { name: 'Text' }).check();
  await page.getByRole('option', { name: 'Ray, American' }).waitFor({ state: 'attached' });
  await page.getByLabel('What to say').fill('Good morning, I am Alice. How are you today?');
  await page.getByRole('button', { name: 'Listen' }).click();
  await page.locator('#voice-text-player').waitFor();
  await page.getByLabel('Mouth movement').fill('1.3');
  await page.waitForTimeout(1000);
  await take(page, `text-${size}-${scheme}`);
  await page.context().close();
}

/** A job in progress, and its video. */
async function takeJob(from: Browser, size: Size, scheme: Scheme): Promise<void> {
  const page = await open(from, size, scheme);
  await page.getByRole('radio', { name: 'amina' }).check();
  await page.getByRole('button', { name: 'Make the video' }).click();
  await page.locator('#progress-figures', { hasText: /^[1-9]/ }).waitFor();
  await take(page, `progress-${size}-${scheme}`);
  // The video plays while it is rendered.
  await page.locator('#download').waitFor();
  await page.evaluate(`document.querySelector('#stage-video').currentTime = 1.6`);
  await page.waitForTimeout(1000);
  await take(page, `video-${size}-${scheme}`);
  await page.context().close();
}

/** A voice that cannot be downloaded. */
async function takeError(from: Browser, size: Size, scheme: Scheme): Promise<void> {
  const page = await open(from, size, scheme);
  await page.getByRole('radio', { name: 'kenji' }).check();
  await page.getByRole('radio', { name: 'Link', exact: true }).check();
  await page.getByLabel('URL of the recording').fill(`${url}/voices/none.flac`);
  await page.getByRole('button', { name: 'Make the video' }).click();
  await page.locator('#stage-problem p').first().waitFor();
  await take(page, `error-${size}-${scheme}`);
  await page.context().close();
}

/** A portrait that is being added: the box around its face. */
async function takePortrait(from: Browser, size: Size, scheme: Scheme): Promise<void> {
  const page = await open(from, size, scheme);
  await page.getByRole('button', { name: 'Add' }).click();
  await page.locator('#picture-file').setInputFiles(path.join(packageRoot, 'avatars', 'marcus.png'));
  await page.locator('#picture-name', { hasText: 'marcus.png' }).waitFor();
  await page.getByLabel('Name').fill('Uncle Marcus');
  await page.getByRole('button', { name: 'Find the face' }).click();
  await page.locator('#face-words', { hasText: 'The frame should reach from' }).waitFor();
  await page.waitForTimeout(500);
  await take(page, `portrait-${size}-${scheme}`);
  await page.getByRole('button', { name: 'Use this portrait' }).click();
  await page.getByRole('radio', { name: 'Uncle Marcus' }).waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete for good?' }).click();
  await page.getByRole('radio', { name: 'Uncle Marcus' }).waitFor({ state: 'detached' });
  await page.context().close();
}

async function open(from: Browser, size: Size, colorScheme: Scheme): Promise<Page> {
  const context = await from.newContext({ viewport: sizes[size], colorScheme });
  const page = await context.newPage();
  page.setDefaultTimeout(240_000);
  await page.goto(url);
  await page.locator('.tile').first().waitFor();
  await page.waitForTimeout(2000);
  await page.evaluate(
    'Promise.all([...document.images].filter(({ src }) => src).map((image) => image.decode()))',
  );
  return page;
}

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(folder, `${name}.jpg`), type: 'jpeg', quality });
}
