import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { servedVoice } from '../fixtures/held-voice.js';
import { onThePage } from '../fixtures/in-chromium.js';
import { centeredFace, paintedPicture } from '../fixtures/pictures.js';
import { played } from '../fixtures/stage-video.js';

const side = 256;

onThePage('the shape of a video on the page', ({ url, visit }) => {
  test('is shown on the stage, kept over a reload, and part of the request', async () => {
    const page = await visit();
    await page.getByText('Shape and background').click();
    await page.getByRole('radio', { name: 'Tall 9:16' }).check();
    await page.locator('#stage-note', { hasText: 'The frame of the video' }).waitFor();
    const [width = 0, height = 0] = await pictureSize(page);
    expect(width / height).toBeCloseTo(9 / 16, 1);
    expect(await page.locator('#snippet-text').textContent()).toContain(`-F 'aspect=9:16'`);
    expect(await page.locator('#snippet-text').textContent()).toContain('-F background=blur');
    await page.getByRole('radio', { name: 'Color' }).check();
    await page.getByLabel('Color of the background').fill('#804020');
    expect(await page.locator('#snippet-text').textContent()).toContain(`-F 'background=#804020'`);
    expect(await page.locator('#snippet-text').textContent()).toContain('-F matte=true');
    await page.getByLabel('Cut out the person').uncheck();
    expect(await page.locator('#snippet-text').textContent()).not.toContain('matte');
    expect(await accessibilityViolations(page)).toEqual([]);

    await page.reload();
    await page.locator('#stage-note', { hasText: 'The frame of the video' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Tall 9:16' }).isChecked()).toBe(true);
    expect(await page.getByLabel('Color of the background').inputValue()).toBe('#804020');
    expect(await page.getByLabel('Cut out the person').isChecked()).toBe(false);

    // Without a shape, the color has no place in an opaque picture.
    await page.getByRole('radio', { name: 'Whole' }).check();
    await page.locator('#form-problem', { hasText: 'This portrait has a background' }).waitFor();
    await page.getByRole('radio', { name: 'As it is' }).check();
    await expect.poll(() => page.locator('#form-problem').textContent(), { timeout: 60_000 }).toBe('');
    expect(await page.locator('#snippet-text').textContent()).not.toContain('background');
  });

  test('without background plays transparent over a checkered ground, with its controls', async () => {
    await addCutOut(url());
    const page = await visit();
    await page.getByRole('radio', { name: 'Text' }).check();
    await page.getByLabel('What to say').fill('Hello.');
    await requestTransparent(page);
    await played(page);
    expect(await page.locator('#stage-canvas').isVisible()).toBe(true);
    // Captions lie over the canvas: those of the player would be where its picture is.
    expect(await page.locator('#stage-line').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Captions' }).click();
    await page.evaluate(`document.querySelector('#stage-video').currentTime = 0.1`);
    await page.locator('#stage-line', { hasText: 'Hello.' }).waitFor();
    expect(await page.locator('#stage-video').getAttribute('controls')).toBe('');
    expect(await page.locator('#stage').getAttribute('class')).toContain('checkered');
    expect(await pictureAlpha(page, 'stage-canvas')).toEqual({ size: [side, side], corner: 0, middle: 255 });
    expect(await accessibilityViolations(page)).toEqual([]);
    // From its address, as in another browser.
    await page.evaluate('localStorage.clear()');
    await page.reload();
    await expect
      .poll(() => pictureAlpha(page, 'stage-canvas'), { timeout: 60_000 })
      .toMatchObject({ corner: 0, middle: 255 });
    await page.getByRole('button', { name: 'Make another' }).click();
    expect(await page.locator('#stage-canvas').isVisible()).toBe(false);
  });

  test('can be WebM, which plays transparent, or MOV, which browsers do not play', async () => {
    await addCutOut(url());
    const page = await visit();
    await useVoice(page);
    await requestTransparent(page, 'WebM');
    await played(page);
    expect(await page.locator('#download').getAttribute('download')).toBe('cut-out.webm');
    expect(await page.locator('#snippet-text').textContent()).toContain('-o cut-out.webm');
    expect(await page.locator('#stage-canvas').isVisible()).toBe(false);
    expect(await page.locator('#stage').getAttribute('class')).toContain('checkered');
    expect(await pictureAlpha(page, 'stage-video')).toMatchObject({ corner: 0, middle: 255 });
    await page.getByRole('radio', { name: 'MOV' }).check();
    await page.getByRole('button', { name: 'Make the video' }).click();
    await page.getByText('Browsers do not play MOV files for editing.').waitFor();
    expect(await page.locator('#download').getAttribute('download')).toBe('cut-out.mov');
    expect(await page.locator('#stage-video').isVisible()).toBe(false);
  });

  test('without background shows both halves, and says so, in a browser without WebGL', async () => {
    await addCutOut(url());
    const page = await visit();
    await useVoice(page);
    await page.addInitScript('HTMLCanvasElement.prototype.getContext = () => null');
    await page.reload();
    await requestTransparent(page);
    await played(page);
    expect(await page.getByText('This browser cannot draw the transparency.').isVisible()).toBe(true);
    expect(await page.locator('#stage-canvas').isVisible()).toBe(false);
  });
});

/** Adds a portrait whose background is transparent: an ellipse around the face. */
async function addCutOut(url: string): Promise<void> {
  const picture = paintedPicture(side, side);
  const { x, y, width, height } = centeredFace(picture).box;
  const mask = `<svg width="${String(side)}" height="${String(side)}"><ellipse cx="128" cy="128" rx="100" ry="110"/></svg>`;
  const png = await sharp(picture.rgb, { raw: { width: side, height: side, channels: 3 } })
    .ensureAlpha()
    .composite([{ input: Buffer.from(mask), blend: 'dest-in' }])
    .png()
    .toBuffer();
  const form = new FormData();
  form.set('id', 'cut-out');
  form.set('face', [x, y, width, height].join(','));
  form.set('picture', new Blob([new Uint8Array(png)]), 'cut-out.png');
  const { status } = await fetch(`${url}/avatars`, { method: 'POST', body: form });
  expect([201, 409]).toContain(status);
}

/** Chooses a voice of a second. */
async function useVoice(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Link', exact: true }).check();
  await page.getByLabel('URL of the recording').fill(await servedVoice(1));
}

async function requestTransparent(page: Page, format = 'MP4'): Promise<void> {
  await page.getByRole('radio', { name: 'cut-out' }).check();
  await page.getByText('Shape and background').click();
  await page.getByRole('radio', { name: 'Transparent' }).check();
  await page.getByRole('radio', { name: format }).check();
  await page.getByRole('button', { name: 'Make the video' }).click();
}

async function pictureSize(page: Page): Promise<number[]> {
  const size = await page.evaluate(
    `(({ naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight])(document.getElementById('stage-picture'))`,
  );
  return z.array(z.number()).parse(size);
}

/** The size of a canvas or of a video, and the alpha in its corner and in its middle. */
async function pictureAlpha(page: Page, id: string): Promise<unknown> {
  return page.evaluate(`(() => {
    const shown = document.getElementById('${id}');
    const [width, height] = [shown.videoWidth ?? shown.width, shown.videoHeight ?? shown.height];
    const copy = new OffscreenCanvas(width, height).getContext('2d');
    copy.drawImage(shown, 0, 0);
    const alpha = (x, y) => copy.getImageData(x, y, 1, 1).data[3];
    return { size: [width, height], corner: alpha(2, 2), middle: alpha(width / 2, height / 2) };
  })()`);
}
