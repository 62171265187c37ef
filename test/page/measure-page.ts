import { findChromium, startChromium } from '../fixtures/chromium.js';
import { measureLoad } from '../fixtures/measure-load.js';

/*
 * Measures the first load of the page of a running service, on a phone with a slow line:
 * `node build/test/page/measure-page.js http://localhost:8080`.
 */

const [url = 'http://localhost:8080'] = process.argv.slice(2);
const chromium = findChromium();
if (chromium === undefined) process.exit(1);
const browser = await startChromium(chromium);
try {
  for (let i = 0; i < 3; i++) {
    const { requests, bytes, largestPaintMs } = await measureLoad(browser, url);
    const words = [`${String(requests)} requests`, `${(bytes / 1000).toFixed(0)} kB`];
    console.log([...words, `largest paint after ${(largestPaintMs / 1000).toFixed(2)} s`].join(', '));
  }
} finally {
  await browser.close();
}
