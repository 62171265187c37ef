import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { inChromium } from '../fixtures/in-chromium.js';
import { visit } from '../fixtures/page-visit.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

inChromium('the microphone', (browser) => {
  test('is released if another kind of voice was chosen before the browser allowed it', async () => {
    const page = await visit(browser(), (await runningAdapter()).url);
    await delayMicrophone(page);
    await page.getByRole('radio', { name: 'Microphone' }).check();
    await page.getByRole('button', { name: 'Record' }).click();
    await page.getByRole('radio', { name: 'Sample' }).check();
    await page.evaluate('allow()');
    await expect.poll(() => page.evaluate('tracks')).toEqual(['ended']);
    await page.getByRole('radio', { name: 'Microphone' }).check();
    expect(await page.locator('#record-label').textContent()).toBe('Record');
    expect(await page.locator('#record-player').isVisible()).toBe(false);

    // A user who returns in time is recorded.
    await page.getByRole('button', { name: 'Record' }).click();
    await page.getByRole('radio', { name: 'Sample' }).check();
    await page.getByRole('radio', { name: 'Microphone' }).check();
    await page.evaluate('allow()');
    await page.locator('#record-clock', { hasText: '0:01' }).waitFor();
    expect(await page.evaluate('tracks')).toEqual(['ended', 'live']);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('#record-player').waitFor();
    expect(await page.evaluate('tracks')).toEqual(['ended', 'ended']);
  });
});

/** Delays the microphone until `allow()` is called; `tracks` holds the state of each track. */
async function delayMicrophone(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    const given = [];
    devices.getUserMedia = async (wanted) => {
      await new Promise((resolve) => { globalThis.allow = resolve; });
      const stream = await ask(wanted);
      given.push(...stream.getTracks());
      return stream;
    };
    Object.defineProperty(globalThis, 'tracks', { get: () => given.map((track) => track.readyState) });
  })()`);
}
