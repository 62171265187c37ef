import { expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { servedVoice } from '../fixtures/held-voice.js';
import { onThePage } from '../fixtures/in-chromium.js';

const seconds = 40;

onThePage('a video on the page', ({ visit }) => {
  test('plays while it is rendered, stays in sight, and is announced when it is ready', async () => {
    const page = await visit();
    const requests: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') requests.push(request.url());
    });
    await page.getByRole('radio', { name: 'Link', exact: true }).check();
    await page.getByLabel('URL of the recording').fill(await servedVoice(seconds));
    await page.getByRole('button', { name: 'Make the video' }).dblclick();
    const state = () =>
      page.evaluate(`(({ dataset }, { hidden, currentTime }) =>
        [dataset.state, !hidden && currentTime > 0].join(' '))(document.querySelector('#stage'), document.querySelector('#stage-video'))`);
    await expect.poll(state, { timeout: 60_000, interval: 50 }).toBe('job true');
    await page.getByRole('radio', { name: 'mei' }).check();
    expect(await page.getByRole('button', { name: 'Cancel' }).isVisible()).toBe(true);
    expect(await page.locator('#progress').isVisible()).toBe(true);
    expect(await page.locator('#stage-name').textContent()).toBe('alice');
    expect(await page.locator('#snippet-text').textContent()).toContain('"avatarId":"alice"');
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.evaluate(`Object.defineProperty(document, 'hidden', { value: true, configurable: true })`);

    await page.locator('#download').waitFor({ timeout: 60_000 });
    expect(requests).toHaveLength(1);
    expect(await page.title()).toBe('● The video is ready');
    const duration = await page.evaluate(`document.querySelector('#stage-video').duration`);
    expect(Number(duration)).toBeCloseTo(seconds, 1);
    expect(await page.evaluate(`document.querySelector('#stage-video').src.slice(0, 5)`)).toBe('blob:');
  });
});
