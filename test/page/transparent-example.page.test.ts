import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';
import { inChromium } from '../fixtures/in-chromium.js';
import { ffmpegOutput } from '../fixtures/media.js';
import { serve } from '../fixtures/web-server.js';

const [width, height] = [120, 60];

inChromium('examples/transparent.html', (browser) => {
  test('draws a stacked video over what is behind it', async () => {
    const html = await readFile(path.join(packageRoot, 'examples', 'transparent.html'));
    const video = await stackedVideo();
    const videos = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4', 'access-control-allow-origin': '*' });
      response.end(video);
    });
    const origin = await serve((_, response) => response.setHeader('content-type', 'text/html').end(html));
    const page = await browser().newPage();
    onTestFinished(() => page.close());
    await page.goto(`${origin}/?video=${encodeURIComponent(`${videos}/video.mp4`)}`);
    await page.evaluate(`document.body.style.background = '#00ff00'`);
    // Clear, half opaque, and opaque; the color of the video is red.
    await expect
      .poll(() => thirds(page), { timeout: 20_000 })
      .toEqual([
        [0, 255, 0],
        [100, 128, 0],
        [200, 0, 0],
      ]);
  });
});

/** A stacked video: red above; black, gray, and white below. */
function stackedVideo(): Promise<Buffer> {
  const size = `s=${String(width)}x${String(height)}:d=2:r=25`;
  const alpha = `if(lt(X,${String(width / 3)}),0,if(lt(X,${String((2 * width) / 3)}),128,255))`;
  return ffmpegOutput(
    ...['-f', 'lavfi', '-i', `color=0xc80000:${size}`],
    ...['-f', 'lavfi', '-i', `color=black:${size},format=gbrp,geq=r='${alpha}':g='${alpha}':b='${alpha}'`],
    ...['-filter_complex', '[0][1]vstack,format=yuv420p'],
    ...['-c:v', 'libx264', '-crf', '1', '-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4', 'pipe:1'],
  );
}

/** The colors in the middle of the thirds of the canvas, as the page shows them, in steps of 4. */
async function thirds(page: Page): Promise<number[][]> {
  const png = await page.locator('canvas').screenshot();
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return [1, 3, 5].map((sixth) => {
    const at = 3 * (Math.floor(info.height / 2) * info.width + Math.floor((sixth * info.width) / 6));
    return [...data.subarray(at, at + 3)].map((value) => Math.min(255, 4 * Math.round(value / 4)));
  });
}
