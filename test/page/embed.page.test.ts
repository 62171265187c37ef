import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../config/package-root.js';
import { inChromium } from '../fixtures/in-chromium.js';
import { startLocal } from '../fixtures/local-process.js';
import { formRender, voiceBytes } from '../fixtures/render-request.js';
import { functionEnvironment } from '../fixtures/service-function.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { serve } from '../fixtures/web-server.js';

inChromium('embed.html', (browser) => {
  test('plays the video of a finished job from another origin', async () => {
    const { url } = await startLocal({
      ...(await functionEnvironment(await temporaryFolder())),
      PORT: '0',
    });
    const rendered = await fetch(
      new URL('/render?wait=100', url),
      formRender({ voice: voiceBytes() }, { accept: 'application/json' }),
    );
    const { jobId } = z.object({ jobId: z.string() }).parse(await rendered.json());
    await vi.waitFor(
      async () =>
        expect((await fetch(new URL(`/status/${jobId}?wait=60`, url))).headers.get('content-type')).toBe(
          'video/mp4',
        ),
      { timeout: 120_000 },
    );
    const html = await readFile(path.join(packageRoot, 'examples', 'embed.html'));
    const origin = await serve((_, response) => response.setHeader('content-type', 'text/html').end(html));
    const page = await browser().newPage();
    onTestFinished(() => page.close());
    await page.goto(`${origin}/?service=${encodeURIComponent(url)}&job=${jobId}`);
    await page.getByRole('status').filter({ hasText: 'seconds' }).waitFor();
  });
});
