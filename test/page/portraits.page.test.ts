import { expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { coveredWarning, portraitWithMicrophone } from '../fixtures/bundled-portraits.js';
import { drawnBox, storedBox } from '../fixtures/face-boxes.js';
import { focused } from '../fixtures/focused.js';
import { onThePage } from '../fixtures/in-chromium.js';
import { paintedPicture, pngOf } from '../fixtures/pictures.js';

onThePage('a portrait on the page', ({ url, visit }) => {
  test('is added when it is used, adjusted by dragging its box, tried, and deleted', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Add' }).click();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.locator('#picture-file').setInputFiles({
      name: 'kenji.png',
      mimeType: 'image/png',
      buffer: await portraitWithMicrophone(),
    });
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('kenji');
    await page.getByRole('button', { name: 'Find the face' }).click();
    await page.locator('#add-problem').getByText('That name is already in use').waitFor();
    await page.getByLabel('Name').fill('Mr. K');
    await page.getByRole('button', { name: 'Find the face' }).click();
    await page.locator('#face-words', { hasText: 'The frame should reach from' }).waitFor();
    await page.locator('#face-words', { hasText: coveredWarning.message }).waitFor();
    await page.getByText('Everyone who can open this page will see this portrait').waitFor();
    expect(await focused(page)).toBe('Use this portrait');
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(await page.getByLabel('Left', { exact: true }).isVisible()).toBe(false);
    // Nothing is stored so far.
    expect((await fetch(`${url()}/avatars/mr-k`)).status).toBe(404);
    const found = await drawnBox(page);

    const frame = await page.locator('.box').boundingBox();
    if (!frame) throw new Error('there is no frame');
    await page.mouse.move(frame.x + frame.width / 2, frame.y + frame.height / 2);
    await page.mouse.down();
    await page.mouse.move(frame.x + frame.width / 2 + 20, frame.y + frame.height / 2, { steps: 4 });
    await page.mouse.up();
    const dragged = await drawnBox(page);
    expect(dragged.x - found.x).toBeGreaterThan(20);
    expect(dragged).toEqual({ ...found, x: dragged.x });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    const wanted = { ...dragged, y: found.y + 2, width: found.width + 2 };
    expect(await drawnBox(page)).toEqual(wanted);
    await page.getByRole('button', { name: 'Use this portrait' }).click();
    await page.getByRole('radio', { name: 'Mr. K' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Mr. K' }).isChecked()).toBe(true);
    expect(await storedBox(url(), 'mr-k')).toEqual(wanted);

    await page.getByRole('button', { name: 'Adjust the face' }).click();
    await page.getByRole('heading', { name: 'The face of Mr. K' }).waitFor();
    await page.getByRole('button', { name: 'Higher' }).click();
    await page.getByRole('button', { name: 'Larger' }).click();
    const higher = await drawnBox(page);
    expect(higher.y).toBeLessThan(wanted.y - 10);
    expect(higher.width).toBe(Math.round(wanted.width * 1.08));
    await page.getByRole('button', { name: 'Try one frame' }).last().click();
    await page.locator('#face-picture[src^="blob:"]').waitFor();
    await page.getByRole('button', { name: 'Use this portrait' }).click();
    expect(await storedBox(url(), 'mr-k')).toEqual(higher);
    await page.getByRole('radio', { name: 'Evening' }).check();
    await page.getByRole('button', { name: 'Make the video' }).click();
    await page.locator('#stage-video').waitFor();
    expect(await page.locator('#stage-name').textContent()).toBe('Mr. K');

    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete for good?' }).click();
    await page.getByRole('radio', { name: 'Mr. K' }).waitFor({ state: 'detached' });
  });

  test('gets a face box in numbers if no face is found', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Add' }).click();
    await page.locator('#picture-file').setInputFiles({
      name: 'Landscape (1).png',
      mimeType: 'image/png',
      buffer: await pngOf(paintedPicture(200, 160)),
    });
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('Landscape (1)');
    await page.getByRole('button', { name: 'Find the face' }).click();
    await page.locator('#add-problem').getByText('No face was found', { exact: true }).waitFor();
    await page.locator('.for-developers summary').click();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByLabel('Left', { exact: true }).fill('60');
    await page.getByLabel('Width', { exact: true }).fill('90');
    await page.getByLabel('Width', { exact: true }).press('Enter');
    const drawn = await drawnBox(page);
    expect([drawn.x, drawn.width]).toEqual([60, 90]);
    await page.getByRole('button', { name: 'Use this portrait' }).click();
    await page.getByRole('radio', { name: 'Landscape (1)' }).waitFor();
    expect(await storedBox(url(), 'landscape-1')).toEqual(drawn);
  });

  test('shows one frame and then a video with the keyboard alone', async () => {
    const page = await visit();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the controls');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('alice');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByRole('radio', { name: 'alice' }).isChecked()).toBe(true);
    const passed: string[] = [];
    while (!passed.includes('Try one frame') && passed.length < 20) {
      await page.keyboard.press('Tab');
      passed.push(await focused(page));
    }
    expect(passed).toEqual([
      'Add',
      'sample',
      'hello.flac',
      ...['Listen to Hello', 'Listen to Evening', 'Listen to Count'],
      // The slider of the mouth movement, by its value.
      '1',
      'still',
      'Shape and background',
      ...['Make the video', 'Try one frame'],
    ]);
    await page.keyboard.press('Space');
    await page.locator('#stage-note', { hasText: 'the loudest moment of the voice' }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('#stage-video').waitFor();
  });
});
