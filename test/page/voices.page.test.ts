import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { servedVoice } from '../fixtures/held-voice.js';
import { onThePage } from '../fixtures/in-chromium.js';
import { tone } from '../fixtures/signals.js';
import { played } from '../fixtures/stage-video.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { waveFile } from '../fixtures/wave-file.js';

onThePage('a voice on the page', ({ url, visit }) => {
  test('becomes a video that plays to its end, with the request as a curl command and as an event', async () => {
    const page = await visit();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('radio', { name: 'Count' }).check();
    await page.getByRole('button', { name: 'Make the video' }).click();
    await played(page);
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(await page.locator('#stage-note').textContent()).toMatch(/^5 s, \d+(\.\d)? [kM]B, made in \d+ s$/);
    await page.getByText('Marked as AI-generated').click();
    expect(await page.getByText('The file says so in metadata that programs read.').isVisible()).toBe(true);
    expect(await accessibilityViolations(page)).toEqual([]);

    const jobId = new URL(page.url()).hash.slice(1);
    expect(await page.getByRole('link', { name: 'Download', exact: true }).getAttribute('href')).toBe(
      `/status/${jobId}`,
    );
    expect(await page.locator('#snippet-text').textContent()).toContain(`-F 'voice=@"count.flac"'`);
    await page.getByRole('tab', { name: 'For developers' }).click();
    await page.getByRole('radio', { name: 'CloudEvent' }).check();
    await page.locator('#snippet-text', { hasText: 'specversion' }).waitFor();
    const event: unknown = JSON.parse((await page.locator('#snippet-text').textContent()) ?? '');
    expect(event).toMatchObject({
      type: 'render.requested',
      subject: jobId,
      data: { avatarId: 'alice', voiceUrl: `upload:${jobId}` },
    });
  });

  test('can be a file whose name contains markup, which is shown as text', async () => {
    const name = `<img src=x onerror="document.title='run'">.wav`;
    const file = path.join(await temporaryFolder(), name);
    await writeFile(file, waveFile(tone(1, 200)));
    const page = await visit();
    await page.getByRole('radio', { name: 'File' }).check();
    await page.locator('#voice-file').setInputFiles(file);
    expect(await page.locator('#voice-file-name').textContent()).toBe(`${name}, 64 kB`);
    await page.getByRole('button', { name: 'Make the video' }).click();
    await played(page);
    expect(await page.locator('#history-list b').textContent()).toBe('alice');
    expect(await page.locator('#history-list .said').textContent()).toBe(name);
    expect(await page.title()).toBe('Give a portrait a voice – Avatar Service');
  });

  test('can be a dropped file', async () => {
    const page = await visit();
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
    await page.getByRole('button', { name: 'Make the video' }).click();
    await played(page);
  });

  test('can be recorded with the microphone', async () => {
    const page = await visit();
    await page.getByRole('radio', { name: 'Microphone' }).check();
    await page.getByRole('button', { name: 'Record' }).click();
    await page.locator('#record-clock', { hasText: '0:02' }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('#record-player').waitFor();
    await page.getByRole('button', { name: 'Make the video' }).click();
    await played(page);
    expect(await page.locator('#history-list .said').textContent()).toBe('recording.webm');
  });

  test('can be downloaded from a URL, while the progress advances', async () => {
    const page = await visit();
    await page.getByRole('radio', { name: 'Link', exact: true }).check();
    await page.getByLabel('URL of the recording').fill(await servedVoice(80));
    await page.getByRole('button', { name: 'Make the video' }).click();
    const seen = new Set<number>();
    while (seen.size < 2) {
      const text = (await page.locator('#progress-figures').textContent()) ?? '';
      const [, done, frames] = /^([\d,]+) of ([\d,]+) frames/.exec(text) ?? [];
      if (frames !== undefined) expect(frames).toBe('2,000');
      if (done !== undefined) seen.add(Number(done.replace(',', '')));
      await page.waitForTimeout(100);
    }
    expect([...seen]).toEqual([...seen].sort((a, b) => a - b));
    // The next test does not have to wait for this render.
    await page.request.delete(`${url()}/render/${new URL(page.url()).hash.slice(1)}`);
  });

  test('that cannot be used leads to an error message with advice', async () => {
    const page = await visit();
    await page.getByRole('radio', { name: 'File' }).check();
    await page.locator('#voice-file').setInputFiles({
      name: '<b>no</b>.wav',
      mimeType: 'audio/wav',
      buffer: Buffer.from('ID3, and not a sound'),
    });
    await page.getByRole('button', { name: 'Make the video' }).click();
    const alert = page.locator('#stage-problem');
    await alert.getByText('The recording cannot be used').waitFor();
    await alert.getByText('Try another recording').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Make another' }).click();
    await page.getByRole('radio', { name: 'Link', exact: true }).check();
    await page.getByRole('button', { name: 'Make the video' }).click();
    await page.locator('#form-problem').getByText('A voice is missing').waitFor();
    await page.getByLabel('URL of the recording').fill('ftp://<i>x</i>');
    await page.getByRole('button', { name: 'Make the video' }).click();
    await page.locator('#form-problem').getByText('In detail: ftp://<i>x</i> is not a URL').waitFor();
  });
});
