import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { focused } from '../fixtures/focused.js';
import { heldVoice, servedVoice } from '../fixtures/held-voice.js';
import { onThePage } from '../fixtures/in-chromium.js';
import { played } from '../fixtures/stage-video.js';

onThePage('a job on the page', ({ url, visit }) => {
  test('shows that the job is canceled, and moves the focus to the next step', async () => {
    const voice = await heldVoice(1);
    const page = await visit();
    await requestVideo(page, voice.url);
    await voice.downloading;
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await page.getByText('Nothing was saved.').waitFor();
    await page.locator('#history-list .hint', { hasText: 'just now, canceled' }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    // Keyboard users continue from the stage.
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Make another');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('Make the video');
    expect(await page.locator('#stage').getAttribute('data-state')).toBe('portrait');
  });

  test('appears again after the page is reloaded during the render', async () => {
    const voice = await heldVoice(1);
    const page = await visit();
    await requestVideo(page, voice.url);
    await voice.downloading;
    await page.locator('#progress-stage', { hasText: 'Listening to the voice' }).waitFor();
    const { hash } = new URL(page.url());
    await page.reload();
    await page.locator('#progress-stage', { hasText: 'Listening to the voice' }).waitFor();
    // Without the job in the URL, too, since the browser stores the job history.
    await page.goto(`${url()}/docs`);
    await page.goto(url());
    await page.locator('#progress-stage', { hasText: 'Listening to the voice' }).waitFor();
    expect(new URL(page.url()).hash).toBe(hash);
    expect(await accessibilityViolations(page)).toEqual([]);
    voice.release();
    await page.locator('#stage-video').waitFor();
  });

  test('is polled if server-sent events do not arrive', async () => {
    const page = await visit();
    await page.route('**/status/*/events', (route) => route.abort());
    await requestVideo(page, await servedVoice(1));
    await played(page);
  });
});

/** Requests a video with a voice from a URL. */
async function requestVideo(page: Page, voiceUrl: string): Promise<void> {
  await page.getByRole('radio', { name: 'Link', exact: true }).check();
  await page.getByLabel('URL of the recording').fill(voiceUrl);
  await page.getByRole('button', { name: 'Make the video' }).click();
}
