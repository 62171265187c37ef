import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { heldVoice, servedVoice } from '../fixtures/held-voice.js';
import { onThePage } from '../fixtures/in-chromium.js';
import { played } from '../fixtures/stage-video.js';

onThePage('jobs on the page', ({ url, visit }) => {
  test('a job is called off', async () => {
    const voice = await heldVoice(1);
    const page = await visit();
    await askFor(page, voice.url);
    await voice.asked;
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Nothing was made.').waitFor();
  });

  test('a page that is loaded again in the middle of a job comes back to it', async () => {
    const voice = await heldVoice(1);
    const page = await visit();
    await askFor(page, voice.url);
    await voice.asked;
    await page.locator('#progress-stage', { hasText: 'Listening to the voice' }).waitFor();
    const { hash } = new URL(page.url());
    await page.reload();
    await page.locator('#progress-stage', { hasText: 'Listening to the voice' }).waitFor();
    // And without the address, since the browser remembers the job.
    await page.goto(`${url()}/docs`);
    await page.goto(url());
    await page.locator('#progress-stage', { hasText: 'Listening to the voice' }).waitFor();
    expect(new URL(page.url()).hash).toBe(hash);
    expect(await accessibilityViolations(page)).toEqual([]);
    voice.letGo();
    await page.locator('#stage-video').waitFor();
  });

  test('without server-sent events the page asks again and again', async () => {
    const page = await visit();
    await page.route('**/status/*/events', (route) => route.abort());
    await askFor(page, await servedVoice(1));
    await played(page);
  });
});

/** Asks for a video with a voice at an address. */
async function askFor(page: Page, voiceUrl: string): Promise<void> {
  await page.getByRole('radio', { name: 'Link' }).check();
  await page.getByLabel('Address of the recording').fill(voiceUrl);
  await page.getByRole('button', { name: 'Render alice' }).click();
}
