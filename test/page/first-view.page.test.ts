import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { inChromium } from '../fixtures/in-chromium.js';
import { visit } from '../fixtures/page-visit.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

const screens = [
  [1440, 900],
  [1280, 640],
  [390, 844],
  [360, 640],
] as const;

inChromium('the first view of the page', (browser) => {
  test('has a silent film that can be stopped, and the main button in sight on every screen', async () => {
    const { url } = await runningAdapter({ MODELS_DIR: path.join(packageRoot, 'models') });
    const page = await visit(browser(), url);
    page.setDefaultTimeout(20_000);
    // With reduced motion, as in all tests, the page shows no film.
    await page.waitForLoadState('networkidle');
    expect(await page.locator('#stage-film').getAttribute('src')).toBe(null);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await page.reload();
    await page.locator('#stage-film').waitFor();
    const film = `(({ muted, paused }) => muted && !paused)(document.querySelector('#stage-film'))`;
    expect(await page.evaluate(film)).toBe(true);
    await page.getByRole('button', { name: 'Stop the example' }).click();
    expect(await page.locator('#stage-film').isVisible()).toBe(false);

    const button = page.getByRole('button', { name: 'Make the video' });
    for (const [width, height] of screens) {
      await page.setViewportSize({ width, height });
      const { y = -1, height: tall = 0 } = (await button.boundingBox()) ?? {};
      expect(y, `${String(width)} × ${String(height)}`).toBeGreaterThan(0);
      expect(y + tall).toBeLessThanOrEqual(height);
      expect(tall).toBeGreaterThanOrEqual(44);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
    expect(await accessibilityViolations(page)).toEqual([]);
  });
});
