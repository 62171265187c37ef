import { expect, test } from 'vitest';
import { finishedJob } from '../fixtures/finished-job.js';
import { inChromium } from '../fixtures/in-chromium.js';
import { visit } from '../fixtures/page-visit.js';
import { runningAdapter } from '../fixtures/running-adapter.js';
import { bucketForTests } from '../fixtures/stores.js';

inChromium('the page of a service with a bucket as its store', (browser) => {
  const openBucket = bucketForTests();

  test('loads and downloads the video from the service, not from the bucket URL in the job', async () => {
    const { environment } = await openBucket();
    const { store, url } = await runningAdapter({ STORE: environment['STORE'] ?? '' });
    await finishedJob(store, 'job');
    const page = await visit(browser(), `${url}/#job`);
    await page.locator('#stage-video').waitFor();
    expect(await page.locator('#stage-video').getAttribute('src')).toBe('/status/job');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download', exact: true }).click();
    expect((await download).suggestedFilename()).toBe('alice.mp4');
    expect((await download).url()).toBe(`${url}/status/job`);
  });
});
