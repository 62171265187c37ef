import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { findChromium, startChromium } from '../fixtures/chromium.js';
import { heldVoice, servedVoice } from '../fixtures/held-voice.js';
import { visit } from '../fixtures/page-visit.js';
import { startService, type RunningService } from '../fixtures/running-service.js';
import { tone } from '../fixtures/signals.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { waveFile } from '../fixtures/wave-file.js';

const chromium = findChromium();

describe.runIf(chromium)('the page, driven by Chromium', { timeout: 240_000 }, () => {
  let service: RunningService;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startService(), startChromium(chromium ?? '')]);
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  test('a sample becomes a video that plays to its end, and the request is shown', async () => {
    const { page, requests, complaints } = await visit(context, service.url);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('radio', { name: 'Count' }).check();
    await page.getByRole('button', { name: 'Render alice' }).click();
    await played(page);
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(await page.locator('#stage-note').textContent()).toMatch(/^5 s, \d+(\.\d)? [kM]B, made in \d+ s$/);

    const jobId = new URL(page.url()).hash.slice(1);
    expect(await page.getByRole('link', { name: 'Download' }).getAttribute('href')).toBe(`/status/${jobId}`);
    expect(await page.locator('#snippet-text').textContent()).toContain(`-F 'voice=@"count.flac"'`);
    await page.getByRole('radio', { name: 'CloudEvent' }).check();
    await page.locator('#snippet-text', { hasText: 'specversion' }).waitFor();
    const event: unknown = JSON.parse((await page.locator('#snippet-text').textContent()) ?? '');
    expect(event).toMatchObject({
      type: 'render.requested',
      subject: jobId,
      data: { avatarId: 'alice', voiceUrl: `upload:${jobId}` },
    });

    expect(requests.filter((url) => !url.startsWith(`${service.url}/`))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a file is chosen; its name is shown as text, whatever stands in it', async () => {
    const name = `<img src=x onerror="document.title='run'">.wav`;
    const file = path.join(await temporaryFolder(), name);
    await writeFile(file, waveFile(tone(1, 200)));
    const { page, complaints } = await visit(context, service.url);
    await page.getByRole('radio', { name: 'File' }).check();
    await page.locator('#voice-file').setInputFiles(file);
    expect(await page.locator('#voice-file-name').textContent()).toBe(`${name}, 64 kB`);
    await page.getByRole('button', { name: 'Render alice' }).click();
    await played(page);
    expect(await page.locator('#past-list b').textContent()).toBe('alice');
    expect(await page.locator('#past-list .said').textContent()).toBe(name);
    expect(await page.title()).toBe('Give a portrait a voice – Avatar Service');
    expect(complaints).toEqual([]);
  });

  test('a file is dropped', async () => {
    const { page } = await visit(context, service.url);
    const bytes = waveFile(tone(1, 200)).toString('base64');
    await page.evaluate(`(() => {
      const bytes = Uint8Array.from(atob('${bytes}'), (c) => c.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], 'dropped.wav', { type: 'audio/wav' }));
      document.body.dispatchEvent(new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer }));
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
    })()`);
    expect(await page.locator('#voice-file-name').textContent()).toBe('dropped.wav, 64 kB');
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Render alice' }).click();
    await played(page);
  });

  test('a voice is recorded with the microphone', async () => {
    const { page, complaints } = await visit(context, service.url);
    await page.getByRole('radio', { name: 'Microphone' }).check();
    await page.getByRole('button', { name: 'Record' }).click();
    await page.locator('#record-clock', { hasText: '0:02' }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('#record-player').waitFor();
    await page.getByRole('button', { name: 'Render alice' }).click();
    await played(page);
    expect(await page.locator('#past-list .said').textContent()).toBe('recording.webm');
    expect(complaints).toEqual([]);
  });

  test('a voice at an address; the progress moves', async () => {
    const { page } = await visit(context, service.url);
    await page.getByRole('radio', { name: 'Link' }).check();
    await page.getByLabel('Address of the recording').fill(await servedVoice(400));
    await page.getByRole('button', { name: 'Render alice' }).click();
    const seen = new Set<number>();
    while (seen.size < 2) {
      const text = (await page.locator('#progress-figures').textContent()) ?? '';
      const [, done, frames] = /^(\d+) of (\d+) frames/.exec(text) ?? [];
      if (frames !== undefined) expect(frames).toBe('10000');
      if (done !== undefined) seen.add(Number(done));
      await page.waitForTimeout(100);
    }
    expect([...seen]).toEqual([...seen].sort((a, b) => a - b));
    // The next test need not wait for the rest.
    await page.request.delete(`${service.url}/render/${new URL(page.url()).hash.slice(1)}`);
  });

  test('a job is called off', async () => {
    const voice = await heldVoice(1);
    const { page } = await visit(context, service.url);
    await page.getByRole('radio', { name: 'Link' }).check();
    await page.getByLabel('Address of the recording').fill(voice.url);
    await page.getByRole('button', { name: 'Render alice' }).click();
    await voice.asked;
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Nothing was made.').waitFor();
  });

  test('a page that is loaded again in the middle of a job comes back to it', async () => {
    const voice = await heldVoice(1);
    const { page } = await visit(context, service.url);
    await page.getByRole('radio', { name: 'Link' }).check();
    await page.getByLabel('Address of the recording').fill(voice.url);
    await page.getByRole('button', { name: 'Render alice' }).click();
    await voice.asked;
    await page.locator('#progress-stage', { hasText: 'Listening to the voice' }).waitFor();
    const { hash } = new URL(page.url());
    await page.reload();
    await page.locator('#progress-stage', { hasText: 'Listening to the voice' }).waitFor();
    // And without the address, since the browser remembers the job.
    await page.goto(`${service.url}/docs`);
    await page.goto(service.url);
    await page.locator('#progress-stage', { hasText: 'Listening to the voice' }).waitFor();
    expect(new URL(page.url()).hash).toBe(hash);
    expect(await accessibilityViolations(page)).toEqual([]);
    voice.letGo();
    await page.locator('#stage-video').waitFor();
  });

  test('without server-sent events the page asks again and again', async () => {
    const { page } = await visit(context, service.url);
    await page.route('**/status/*/events', (route) => route.abort());
    await page.getByRole('radio', { name: 'Link' }).check();
    await page.getByLabel('Address of the recording').fill(await servedVoice(1));
    await page.getByRole('button', { name: 'Render alice' }).click();
    await played(page);
  });

  test('an error says what to do, and what it quotes is text', async () => {
    const { page, complaints } = await visit(context, service.url);
    await page.getByRole('radio', { name: 'File' }).check();
    await page.locator('#voice-file').setInputFiles({
      name: '<b>no</b>.wav',
      mimeType: 'audio/wav',
      buffer: Buffer.from('no sound at all'),
    });
    await page.getByRole('button', { name: 'Render alice' }).click();
    const alert = page.locator('#stage-problem');
    await alert.getByText('The recording cannot be used').waitFor();
    await alert.getByText('Try another recording').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Make another' }).click();
    await page.getByRole('radio', { name: 'Link' }).check();
    await page.getByRole('button', { name: 'Render alice' }).click();
    await page.locator('#form-problem').getByText('A voice is missing').waitFor();
    await page.getByLabel('Address of the recording').fill('ftp://<i>x</i>');
    await page.getByRole('button', { name: 'Render alice' }).click();
    await page.locator('#form-problem').getByText('In detail: ftp://<i>x</i> is no address').waitFor();
    expect(complaints).toEqual([]);
  });
});

/** Waits until the video on the stage has played to its end. */
async function played(page: Page): Promise<void> {
  await page.locator('#stage-video').waitFor();
  const ended = () => page.evaluate("document.querySelector('#stage-video').ended");
  await expect.poll(ended, { timeout: 120_000, interval: 100 }).toBe(true);
}
