import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readSettings } from '../../../config/settings.js';
import { paintedPicture } from '../../../test/fixtures/pictures.js';
import { rawPicture } from '../picture/raw-picture.js';
import { markPicture } from './mark-picture.js';
import { openMark } from './mark.js';

const model = { file: 'wav2lip_gan.pth', sha256: 'ab'.repeat(32) };
const painted = () => rawPicture(paintedPicture(64, 48));

test.each(['png', 'jpeg', 'webp'] as const)('markPicture adds the XMP packet to a %s', async (format) => {
  const { xmp } = await openMark(readSettings({}), model);
  const marked = await markPicture(painted(), { xmp }).toFormat(format).toBuffer();
  const unmarked = await painted().toFormat(format).toBuffer();
  expect((await sharp(marked).metadata()).xmp?.toString()).toBe(xmp);
  expect((await sharp(marked).raw().toBuffer()).equals(await sharp(unmarked).raw().toBuffer())).toBe(true);
  expect(marked.length - unmarked.length).toBeLessThanOrEqual(4096);
});

test('markPicture with AI_MARK=off leaves every byte of a picture as it is', async () => {
  const marked = await markPicture(painted(), await openMark(readSettings({ AI_MARK: 'off' }), model))
    .png()
    .toBuffer();
  expect(marked.equals(await painted().png().toBuffer())).toBe(true);
});
