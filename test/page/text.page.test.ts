import { expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { onThePage } from '../fixtures/in-chromium.js';
import { played } from '../fixtures/stage-video.js';

onThePage('a text on the page', ({ visit }) => {
  test('can be listened to, and becomes a video with captions', async () => {
    const page = await visit();
    await page.getByRole('radio', { name: 'Alive' }).check();
    await page.getByRole('radio', { name: 'Text' }).check();
    await page.getByRole('option', { name: 'Ray, American' }).waitFor({ state: 'attached' });
    await page.getByLabel('What to say').fill('Guten Morgen, ich bin Alice, und das ist nicht Englisch.');
    await page.getByText('This voice speaks English. Your text looks like German.').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByLabel('What to say').fill('Good morning, I am Alice.');
    expect(await page.locator('#voice-text-language').textContent()).toBe('');
    expect(await page.locator('#voice-text-count').textContent()).toBe('25 of 5,000');
    await page.locator('#voice-speaker').selectOption('rms');
    await page.getByRole('button', { name: 'Hear this voice' }).click();
    await page.locator('#voice-text-player').waitFor();
    // A reload loses nothing.
    await page.reload();
    await page.getByRole('option', { name: 'Ray, American' }).waitFor({ state: 'attached' });
    await expect.poll(() => page.locator('#voice-speaker').inputValue()).toBe('rms');
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Listen' }).click();
    await page.locator('#voice-text-player').waitFor();
    expect(await page.locator('#snippet-text').textContent()).toContain(
      `{"avatarId":"alice","text":"Good morning, I am Alice.","voice":"rms","motion":"alive"}`,
    );

    await page.getByLabel('What to say').press('Control+Enter');
    await played(page);
    expect(await page.locator('#snippet-text').textContent()).toContain('"text":"Good morning, I am Alice."');
    const cues = () =>
      page.evaluate(
        `Array.from(document.querySelector('#stage-video').textTracks[0].cues ?? [], (cue) => cue.text)`,
      );
    expect(await page.evaluate(`document.querySelector('#stage-video').textTracks[0].mode`)).toBe('disabled');
    await page.getByRole('button', { name: 'Captions' }).click();
    await expect.poll(cues).toEqual(['Good morning, I am Alice.']);
    const beyond = await page.evaluate(
      `(({ textTracks, duration }) => Array.from(textTracks[0].cues).filter((cue) => cue.startTime < 0 || cue.endTime > duration).length)(document.querySelector('#stage-video'))`,
    );
    expect(beyond).toBe(0);
    expect(await page.locator('#history-list .said').textContent()).toBe('Good morning, I am Alice.');
    await page.getByRole('tab', { name: 'For developers' }).click();
    await page.getByRole('radio', { name: 'CloudEvent' }).check();
    await page.locator('#snippet-text', { hasText: 'specversion' }).waitFor();
    const event: unknown = JSON.parse((await page.locator('#snippet-text').textContent()) ?? '');
    expect(event).toMatchObject({ data: { text: 'Good morning, I am Alice.', voice: 'rms' } });
  });

  test('must have words', async () => {
    const page = await visit();
    await page.getByRole('radio', { name: 'Text' }).check();
    await page.getByRole('button', { name: 'Make the video' }).click();
    await page.locator('#form-problem', { hasText: 'text' }).waitFor();
  });
});
