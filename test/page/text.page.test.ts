import { expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { onThePage } from '../fixtures/in-chromium.js';
import { played } from '../fixtures/stage-video.js';

onThePage('a text on the page', ({ visit }) => {
  test('can be listened to, and becomes a video with captions', async () => {
    const page = await visit();
    await page.getByRole('radio', { name: 'Alive' }).check();
    await page.getByRole('radio', { name: 'Text' }).check();
    await page.getByRole('option', { name: 'rms (en-US)' }).waitFor({ state: 'attached' });
    await page.getByLabel('What to say').fill('Good morning, I am Alice.');
    await page.getByLabel('Speaker').selectOption('rms');
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Listen' }).click();
    await page.locator('#voice-text-player').waitFor();
    expect(await page.locator('#snippet-text').textContent()).toContain(
      `{"avatarId":"alice","text":"Good morning, I am Alice.","voice":"rms","motion":"alive"}`,
    );

    await page.getByRole('button', { name: 'Render alice' }).click();
    await played(page);
    const cues = await page.evaluate(
      `Array.from(document.querySelector('#stage-video').textTracks[0].cues, (cue) => cue.text)`,
    );
    expect(cues).toEqual(['Good morning, I am Alice.']);
    const beyond = await page.evaluate(
      `(({ textTracks, duration }) => Array.from(textTracks[0].cues).filter((cue) => cue.startTime < 0 || cue.endTime > duration).length)(document.querySelector('#stage-video'))`,
    );
    expect(beyond).toBe(0);
    expect(await page.locator('#history-list .said').textContent()).toBe('Good morning, I am Alice.');
    await page.getByRole('radio', { name: 'CloudEvent' }).check();
    await page.locator('#snippet-text', { hasText: 'specversion' }).waitFor();
    const event: unknown = JSON.parse((await page.locator('#snippet-text').textContent()) ?? '');
    expect(event).toMatchObject({ data: { text: 'Good morning, I am Alice.', voice: 'rms' } });
  });

  test('must have words', async () => {
    const page = await visit();
    await page.getByRole('radio', { name: 'Text' }).check();
    await page.getByRole('button', { name: 'Render alice' }).click();
    await page.locator('#form-problem', { hasText: 'text' }).waitFor();
  });
});
