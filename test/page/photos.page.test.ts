import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { bundledFace, bundledPicture } from '../fixtures/bundled-portraits.js';
import { drawnBox } from '../fixtures/face-boxes.js';
import { onThePage } from '../fixtures/in-chromium.js';

const listSchema = z.array(z.object({ id: z.string(), name: z.string().optional() }));

onThePage('a photo on the page', ({ url, visit }) => {
  test('of 48 megapixels is turned, scaled, and added under the name that was typed', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Add' }).click();
    // Lying on its side, as phones store it.
    const upright = await bundledPicture('alice').resize(600, 800).png().toBuffer();
    const photo = await sharp(await sharp(upright).rotate(-90).png().toBuffer())
      .resize(8000, 6000, { fit: 'fill' })
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 60 })
      .toBuffer();
    expect(await sharp(photo).metadata()).toMatchObject({ width: 8000, height: 6000 });
    await choose(page, 'IMG_0001.JPG', photo);
    await page.locator('#picture-name', { hasText: 'IMG_0001.JPG' }).waitFor();
    // What a camera calls a picture is not the name of a person.
    expect(await page.getByLabel('Name').inputValue()).toBe('');
    await page.getByLabel('Name').fill('  Tante  Zoë ');
    await page.getByRole('button', { name: 'Find the face' }).click();
    await page.locator('#face-words', { hasText: 'The frame should reach from' }).waitFor();
    const size = `(({ naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight])(document.querySelector('#face-picture'))`;
    expect(await page.evaluate(size)).toEqual([1920, 2560]);
    // Where it is in the picture that was enlarged.
    const { box } = await bundledFace('alice');
    const known = [((box.x + box.width / 2) / 768) * 1920, ((box.y + box.height / 2) / 768) * 2560];
    const { x, y, width, height } = await drawnBox(page);
    expect(Math.abs(x + width / 2 - (known[0] ?? NaN))).toBeLessThan(60);
    expect(Math.abs(y + height / 2 - (known[1] ?? NaN))).toBeLessThan(60);

    await page.getByRole('button', { name: 'Use this portrait' }).click();
    await page.getByRole('radio', { name: 'Tante Zoë' }).waitFor();
    expect(await page.locator('#stage-name').textContent()).toBe('Tante Zoë');
    const listed = listSchema.parse(await (await fetch(`${url()}/avatars`)).json());
    expect(listed.find(({ id }) => id === 'tante-zoe')?.name).toBe('Tante Zoë');
    const stored = await (await fetch(`${url()}/avatars/tante-zoe.jpg`)).arrayBuffer();
    expect(await sharp(Buffer.from(stored)).metadata()).toMatchObject({ width: 1920, height: 2560 });
  });

  test('is refused at once, in words, if it cannot be a portrait', async () => {
    const page = await visit();
    const uploads: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') uploads.push(request.url());
    });
    await page.getByRole('button', { name: 'Add' }).click();
    const heic = Buffer.concat([Buffer.from('\0\0\0\x24ftypheic'), Buffer.alloc(100)]);
    const refused = [
      ['face.png', Buffer.from('%PDF-1.7 and so on'), 'face.png is a PDF file, not a picture.'],
      ['face.jpg', Buffer.alloc(0), 'face.jpg is empty.'],
      ['face.heic', heic, 'This browser cannot read face.heic. Save it as JPEG or PNG, and choose that.'],
    ] as const;
    for (const [name, buffer, words] of refused) {
      await choose(page, name, buffer);
      await page.locator('#add-problem').getByText(words).waitFor();
      expect(await page.locator('#picture-name').textContent()).toBe('Choose a picture, or drop it here');
    }
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Find the face' }).click();
    await page.getByText('No picture is chosen yet.').waitFor();
    expect(uploads).toEqual([]);
  });

  test('keeps its transparency, and becomes a JPEG without it', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Add' }).click();
    const types: string[] = [];
    await page.route('**/avatars?dryRun=true', (route) => {
      types.push(
        /filename="([^"]+)"\r\nContent-Type: (\S+)/.exec(route.request().postData() ?? '')?.join(' ') ?? '',
      );
      return route.abort();
    });
    for (const alpha of [0, 1]) {
      const buffer = await sharp({
        create: { width: 3000, height: 600, channels: 4, background: { r: 90, g: 120, b: 90, alpha } },
      })
        .webp()
        .toBuffer();
      await choose(page, `dot-${String(alpha)}.webp`, buffer);
      await page.locator('#picture-name', { hasText: `dot-${String(alpha)}.webp` }).waitFor();
      await page.getByRole('button', { name: 'Find the face' }).click();
      await expect.poll(() => types.length).toBe(alpha + 1);
      await page.locator('#picture-send:enabled').waitFor();
    }
    expect(types.map((each) => each.split(' ').slice(-2))).toEqual([
      ['dot-0.png', 'image/png'],
      ['dot-1.jpg', 'image/jpeg'],
    ]);
  });
});

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('#picture-file').setInputFiles({ name, mimeType: 'image/jpeg', buffer });
}
