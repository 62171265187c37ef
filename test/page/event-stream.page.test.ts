import { expect, test } from 'vitest';
import { createOutcome } from '../../events/status/outcome.js';
import { writeProgress } from '../../events/status/progress.js';
import { createRequest } from '../../events/status/request.js';
import { eventProxy } from '../fixtures/event-proxy.js';
import { failed, progressed, requested } from '../fixtures/events.js';
import { inChromium } from '../fixtures/in-chromium.js';
import { visit } from '../fixtures/page-visit.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

/* The test writes the job's progress itself: how fast a renderer is does not matter. */

inChromium('a disconnected event stream on the page', (browser) => {
  test('resumes after the last received event', async () => {
    const { url, store } = await runningAdapter();
    await createRequest(store, 'job', requested('job'));
    const proxy = await eventProxy(url, /^1\.wav2lip\.10$/);
    const page = await visit(browser(), `${proxy.url}/#job`);
    await writeProgress(store, 'job', progressed('job', 10));
    const last = await proxy.held;
    const figures = (text: string) => page.locator('#progress-figures', { hasText: text }).waitFor();
    await figures('10 of 50 frames');
    proxy.cut();
    await writeProgress(store, 'job', progressed('job', 20));
    await figures('20 of 50 frames');
    await createOutcome(store, 'job', failed('job'));
    await page.locator('#stage-problem').waitFor();

    const [before = [], after = [], ...others] = proxy.streams;
    expect(others).toEqual([]);
    // The stream may begin before or after the first progress.
    expect(before.filter((id) => !id.startsWith('queued'))).toEqual([last]);
    expect(after).toEqual(['1.wav2lip.20', 'ended']);
    // The job itself is requested only once, when the page shows it.
    expect(proxy.requests).toEqual(['json', 'events', `events after ${last}`]);
  });
});
