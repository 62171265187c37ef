import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';
import { inChromium } from '../fixtures/in-chromium.js';
import { measureLoad } from '../fixtures/measure-load.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

inChromium('the first load of the page on a phone', (browser) => {
  test('takes at most 25 requests and 400 kB until the first portrait is whole', async () => {
    const { url } = await runningAdapter({ MODELS_DIR: path.join(packageRoot, 'models') });
    const { requests, bytes } = await measureLoad(browser(), url);
    expect(requests).toBeGreaterThan(10);
    expect(requests).toBeLessThanOrEqual(25);
    expect(bytes).toBeLessThanOrEqual(400_000);
  });
});
