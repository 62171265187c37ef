import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { drawnBox, storedBox } from '../fixtures/face-boxes.js';
import { focused } from '../fixtures/focused.js';
import { onThePage } from '../fixtures/in-chromium.js';

/** The width and height of a bundled portrait, in pixels. */
const side = 768;

onThePage('the face editor', ({ url, visit }) => {
  test('chooses one of several faces and adjusts it later with the keyboard alone', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Add' }).press('Enter');
    await page.locator('#picture-file').setInputFiles({
      name: 'Two friends.png',
      mimeType: 'image/png',
      buffer: await sideBySide('alice', 'kenji'),
    });
    await page.locator('#picture-name', { hasText: 'Two friends.png' }).waitFor();
    await page.getByRole('button', { name: 'Find the face' }).press('Enter');
    await page.locator('#add-problem').getByText('There are several faces', { exact: true }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    const left = await drawnBox(page);
    expect(left.x + left.width).toBeLessThan(side);

    // The next thing to do.
    expect(await focused(page)).toBe('Face 1');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await page.getByRole('button', { pressed: true }).allTextContents()).toEqual(['Face 2']);
    const right = await drawnBox(page);
    expect(right.x).toBeGreaterThan(side);
    expect(await accessibilityViolations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Use this portrait' }).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await storedBox(url(), 'two-friends')).toEqual(right);
    await page.getByRole('radio', { name: 'Two friends' }).waitFor();

    await page.getByRole('button', { name: 'Adjust the face' }).press('Enter');
    expect(await page.getByRole('button', { name: 'Face 2' }).count()).toBe(0);
    await page.locator('.box').waitFor();
    expect(await drawnBox(page)).toEqual(right);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.locator('.box').focus();
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Shift+ArrowDown');
    const adjusted = { ...right, y: right.y - 16, height: right.height + 2 };
    expect(await drawnBox(page)).toEqual(adjusted);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Use this portrait' }).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await storedBox(url(), 'two-friends')).toEqual(adjusted);
    expect(await focused(page)).toBe('Adjust the face');
  });

  test('uses a moved box', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Add' }).press('Enter');
    await page.locator('#picture-file').setInputFiles(path.join(packageRoot, 'avatars', 'mei.png'));
    await page.locator('#picture-name', { hasText: 'mei.png' }).waitFor();
    await page.getByLabel('Name').fill('mei-too');
    await page.getByLabel('Name').press('Enter');
    await page.locator('#face-words', { hasText: 'The frame should reach from' }).waitFor();
    const found = await drawnBox(page);
    await page.locator('.box').press('ArrowLeft');
    await page.getByRole('button', { name: 'Use this portrait' }).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await storedBox(url(), 'mei-too')).toEqual({ ...found, x: found.x - 2 });
    expect(await focused(page)).toBe('Add');

    await page.getByRole('button', { name: 'Delete', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Delete for good?' }).press('Enter');
    await page.getByRole('radio', { name: 'mei-too' }).waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('alice');
  });
});

/** One picture with several faces: bundled portraits side by side. */
function sideBySide(...ids: readonly string[]): Promise<Buffer> {
  const portraits = ids.map((id, i) => ({
    input: path.join(packageRoot, 'avatars', `${id}.png`),
    left: i * side,
    top: 0,
  }));
  return sharp({ create: { width: ids.length * side, height: side, channels: 3, background: 'white' } })
    .composite(portraits)
    .png()
    .toBuffer();
}
