import { expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { inChromium } from '../fixtures/in-chromium.js';
import { visit } from '../fixtures/page-visit.js';
import { paintedPicture, pngOf } from '../fixtures/pictures.js';
import { runningAdapter } from '../fixtures/running-adapter.js';
import { tone } from '../fixtures/signals.js';
import { waveFile } from '../fixtures/wave-file.js';

const settings = { VOICE_MAX_SECONDS: '2', VOICE_MIN_SECONDS: '0.2', VOICE_MAX_BYTES: '170000' };

inChromium('a file that is chosen as a voice', (browser) => {
  test('is refused at once, in words, if it cannot be one, and is not uploaded', async () => {
    const { url } = await runningAdapter(settings);
    const page = await visit(browser(), url);
    page.setDefaultTimeout(30_000);
    const uploads: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') uploads.push(request.url());
    });
    await page.getByRole('radio', { name: 'File' }).check();
    const problem = page.locator('#form-problem');
    const refused = [
      [
        'speech.wav',
        await pngOf(paintedPicture(64, 64)),
        'speech.wav is a picture. Add it as a portrait instead.',
      ],
      [
        'speech.mp3',
        Buffer.from('%PDF-1.7 and so on'),
        'speech.mp3 is a PDF file, which has no sound that can be read.',
      ],
      ['empty.wav', Buffer.alloc(0), 'empty.wav is empty.'],
      ['noise.ogg', Buffer.alloc(600, 1), 'The format of noise.ogg is unknown.'],
      ['large.wav', waveFile(tone(3, 200)), 'large.wav has 192 kB. The limit is 170 kB.'],
      ['long.wav', waveFile(tone(2.5, 200)), 'long.wav lasts 3 s. The limit is 2 s.'],
      ['short.wav', waveFile(tone(0.1, 200)), 'short.wav is too short to contain a word.'],
    ] as const;
    for (const [name, buffer, words] of refused) {
      await page.locator('#voice-file').setInputFiles({ name, mimeType: 'audio/wav', buffer });
      await problem.getByText(words).waitFor();
      expect([name, await page.locator('#voice-file-name').textContent()]).toEqual([
        name,
        'Choose a recording, or drop it here',
      ]);
      expect(await page.locator('#voice-file-player').isVisible()).toBe(false);
    }
    expect(await accessibilityViolations(page)).toEqual([]);

    const buffer = waveFile(tone(1, 200));
    await page.locator('#voice-file').setInputFiles({ name: 'good.txt', mimeType: 'text/plain', buffer });
    await page.locator('#announcement', { hasText: 'good.txt is the voice' }).waitFor();
    expect(await problem.textContent()).toBe('');
    expect(await page.locator('#snippet-text').textContent()).toContain(`-F 'voice=@"good.txt"'`);
    expect(uploads).toEqual([]);
  });

  test('is checked by its content and by the browser if the service does not name its limits', async () => {
    const { url } = await runningAdapter(settings);
    const page = await visit(browser(), url);
    await page.route('**/limits', (route) => route.abort());
    await page.getByRole('radio', { name: 'File' }).check();
    const buffer = waveFile(tone(2.5, 200));
    await page.locator('#voice-file').setInputFiles({ name: 'long.wav', mimeType: 'audio/wav', buffer });
    await page.locator('#announcement', { hasText: 'long.wav is the voice' }).waitFor();
    expect(await page.locator('#form-problem').textContent()).toBe('');
  });
});
