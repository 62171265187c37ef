import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { finishedJob } from '../fixtures/finished-job.js';
import { inChromium } from '../fixtures/in-chromium.js';
import { visit, watchedPage } from '../fixtures/page-visit.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

const running = {
  ...{ jobId: 'running', state: 'processing', avatarId: 'alice', stage: 'wav2lip' },
  ...{ framesDone: 84, frames: 164, progress: 0.51, framesPerSecond: 31, secondsLeft: 3 },
};
const completed = { jobId: 'running', state: 'completed', avatarId: 'alice', progress: 1 };

inChromium('the page in a browser', (browser) => {
  // 1280 × 900 at 200 % has half as many pixels.
  test.each([
    ['a phone', { width: 390, height: 844 }],
    ['a zoom of 200 %', { width: 640, height: 450 }],
  ])('with %s has no overflow, and its main button in sight, in every state', async (_, viewport) => {
    const { url, store } = await runningAdapter();
    await finishedJob(store, 'job');
    const page = await visit(browser(), url);
    await page.setViewportSize(viewport);
    await page.evaluate(`localStorage.setItem('avatar-service.jobs', JSON.stringify(['completed', 'failed']
      .map((state, i) => ({ jobId: 'job' + (i || ''), avatarId: 'alice', voice: 'x'.repeat(99), requestedMs: 0, state }))))`);
    await page.reload();
    await page.locator('#history-list li').nth(1).waitFor();
    await expectFits(page, 'start');
    await page.locator('.video-actions button').last().click();
    await expectFits(page, 'a question');
    await page.getByRole('tab', { name: 'For developers' }).click();
    await expectFits(page, 'for developers');
    for (const kind of ['Text', 'File', 'Link', 'Microphone']) {
      await page.getByRole('radio', { name: kind, exact: true }).check();
      await expectFits(page, kind);
    }
    await page.getByRole('button', { name: 'Add' }).click();
    await expectFits(page, 'dialog');
    await page.keyboard.press('Escape');
    await followRunning(page);
    await page.locator('#progress').waitFor();
    expect(await isInSight(page, '#cancel')).toBe(viewport.height > 500);
    await expectFits(page, 'rendering');
    await page.goto(`${url}/#unknown`);
    await page.locator('#stage-problem p').first().waitFor();
    await expectFits(page, 'error');
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  test('on a low screen keeps progress and Cancel in sight', async () => {
    const { url } = await runningAdapter();
    const page = await visit(browser(), url);
    await followRunning(page);
    for (const [width, height] of [
      [1280, 640],
      [1440, 900],
      [768, 1024],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.evaluate('scrollTo(0, 0)');
      expect([width, await isInSight(page, '#progress'), await isInSight(page, '#cancel')]).toEqual([
        width,
        true,
        true,
      ]);
    }
  });

  test('without Media Source Extensions plays the playlist of a video that is being rendered', async () => {
    const page = await openWith(
      browser(),
      `delete window.MediaSource;
      HTMLMediaElement.prototype.canPlayType = () => 'maybe';`,
    );
    const streamUrl = '/status/running/stream.m3u8';
    await page.route('**/status/running/stream.m3u8', (route) => route.fulfill({ body: '#EXTM3U' }));
    const playlist = page.waitForRequest('**/status/running/stream.m3u8');
    await followRunning(page, { streamUrl, liveUrl: '/status/running/live.mp4' });
    await playlist;
    expect(await page.locator('#stage-video').getAttribute('src')).toBe(streamUrl);
  });

  test('notifies of a finished video if that is allowed, and the page is behind another one', async () => {
    const page = await openWith(
      browser(),
      `globalThis.notices = [];
      globalThis.Notification = class extends EventTarget {
        static permission = 'default';
        static requestPermission() { this.permission = 'granted'; return Promise.resolve('granted'); }
        constructor(text) { super(); notices.push(text); }
      };`,
    );
    const end = await followRunning(page);
    await page.getByRole('button', { name: 'Notify me when it is ready' }).click();
    expect(await page.locator('#notify').isVisible()).toBe(false);
    await page.evaluate(`Object.defineProperty(document, 'hidden', { value: true, configurable: true })`);
    end();
    await page.locator('#stage[data-state=video]').waitFor();
    expect(await page.evaluate('notices')).toEqual(['The video is ready']);
    expect(await page.title()).toBe('● The video is ready');
    await page.evaluate(`Object.defineProperty(document, 'hidden', { value: false, configurable: true })`);
    await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
    expect(await page.title()).toBe('Give a portrait a voice – Avatar Service');
  });
});

async function openWith(browser: Browser, script: string): Promise<Page> {
  const { url } = await runningAdapter();
  const page = await watchedPage(browser, url);
  await page.addInitScript({ content: script });
  await page.goto(url);
  await page.locator('.tile').first().waitFor();
  return page;
}

/** Shows a job that is being rendered. @returns a function that completes it */
async function followRunning(page: Page, more: object = {}): Promise<() => void> {
  let job: object = { ...running, ...more };
  await page.route('**/status/running', (route) =>
    route.request().resourceType() === 'media' ? route.abort() : route.fulfill({ json: job }),
  );
  await page.route('**/status/running/events', (route) => route.abort());
  await page.evaluate(`location.hash = 'running'`);
  await page.locator('#progress').waitFor();
  return () => {
    job = completed;
  };
}

async function expectFits(page: Page, state: string): Promise<void> {
  const width = page.viewportSize()?.width;
  expect([state, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([state, width]);
  expect([state, await isInSight(page, '#render')]).toEqual([state, true]);
}

/** Whether all of an element is in the window, and not behind the main button. */
async function isInSight(page: Page, selector: string): Promise<boolean> {
  const { y = -1, height = 0 } = (await page.locator(selector).boundingBox()) ?? {};
  const bar = selector === '#render' ? undefined : await page.locator('.controls > .go').boundingBox();
  const window = page.viewportSize() ?? { width: 0, height: 0 };
  const isBelow = (bar?.width ?? 0) >= window.width;
  return y >= 0 && y + height <= (isBelow && bar ? bar.y : window.height);
}
