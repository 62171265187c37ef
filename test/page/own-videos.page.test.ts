import { expect, test } from 'vitest';
import { accessibilityViolations } from '../fixtures/accessibility.js';
import { focused } from '../fixtures/focused.js';
import { servedVoice } from '../fixtures/held-voice.js';
import { onThePage } from '../fixtures/in-chromium.js';
import { played } from '../fixtures/stage-video.js';

/** Notes what is shared and copied in `passed`. */
const passOn = `(() => {
  globalThis.passed = [];
  Object.defineProperty(navigator, 'share', { value: async (data) => { passed.push(data); }, configurable: true });
  const writeText = async (text) => { passed.push(text); };
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
})()`;

onThePage('the list of own videos', ({ url, visit }) => {
  test('shows, plays, saves, shares, and deletes a video', async () => {
    const page = await visit();
    await page.addInitScript({ content: passOn });
    await page.reload();
    await page.locator('.tile').first().waitFor();
    await page.getByText('Videos that you make appear here.').waitFor();
    await page.locator('input[name=motion][value=still]').check();
    await page.getByRole('radio', { name: 'Link', exact: true }).check();
    await page.getByLabel('URL of the recording').fill(await servedVoice(1));
    await page.getByRole('button', { name: 'Make the video' }).click();
    await played(page);
    const jobId = new URL(page.url()).hash.slice(1);
    const row = page.locator('#history-list li');
    // The first frame, in a small version.
    const width = () => page.evaluate(`document.querySelector('#history-list img').naturalWidth`);
    await expect.poll(width).toBe(160);
    expect(await row.locator('img').getAttribute('src')).toBe(`/status/${jobId}/poster.jpg?width=160`);
    expect(await row.locator('.about').textContent()).toBe('Playalice voice.wav just now');
    expect(await accessibilityViolations(page)).toEqual([]);

    const saving = page.waitForEvent('download');
    await row.getByRole('link', { name: 'Download' }).click();
    expect((await saving).suggestedFilename()).toBe('alice.mp4');
    const link = `${url()}/?video=${jobId}`;
    await row.getByRole('button', { name: 'Share' }).click();
    await row.getByRole('button', { name: 'Copy link' }).click();
    await page.locator('#announcement', { hasText: 'The link is copied' }).waitFor();
    await page.locator('#share').click();
    await page.locator('#copy-link').click();
    const shared = { title: 'alice speaks', url: link };
    expect(await page.evaluate('passed')).toEqual([shared, link, shared, link]);

    await page.getByRole('button', { name: 'Make another' }).click();
    await row.getByRole('link', { name: 'Play' }).click();
    await played(page);
    expect(new URL(page.url()).hash).toBe(`#${jobId}`);
    await page.goBack();
    await page.locator('#stage[data-state=portrait]').waitFor();
    await page.goForward();
    await page.locator('#stage[data-state=video]').waitFor();

    // Without share, as in some browsers, there is one button less.
    await page.addInitScript({ content: `Reflect.deleteProperty(navigator, 'share')` });
    await page.goto(link);
    await page.locator('#stage[data-state=video]').waitFor();
    expect(page.url()).toBe(`${url()}/#${jobId}`);
    expect(await page.locator('#share').isVisible()).toBe(false);

    await row.getByRole('button', { name: 'Delete' }).press('Enter');
    await page.getByText('Delete this video for everyone?').waitFor();
    expect(await focused(page)).toBe('Keep');
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    expect(await focused(page)).toContain('Delete: alice');
    expect((await fetch(`${url()}/status/${jobId}`)).status).toBe(200);
    await page.keyboard.press('Enter');
    await row.getByRole('button', { name: 'Delete for good' }).press('Enter');
    await row.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Your videos');
    expect((await fetch(`${url()}/status/${jobId}`)).status).toBe(404);
    expect(await page.locator('#stage').getAttribute('data-state')).toBe('portrait');

    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toBe('For developers');
    expect(await page.locator('#program').isVisible()).toBe(true);
    expect(await page.locator('#history').isVisible()).toBe(false);
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  test('keeps a video that cannot be deleted, and says why', async () => {
    const page = await visit();
    const entry = { jobId: 'job', avatarId: 'alice', voice: 'a', requestedMs: 0, state: 'failed' };
    const stored = JSON.stringify(JSON.stringify([entry]));
    await page.evaluate(`localStorage.setItem('avatar-service.jobs', ${stored})`);
    await page.reload();
    await page.route('**/status/job', (route) => route.abort());
    await page.getByRole('button', { name: 'Delete: alice, a' }).click();
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.locator('#history-problem').getByText('The service does not answer').waitFor();
    expect(await page.locator('#history-list li').count()).toBe(1);
    await page.unroute('**/status/job');
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.locator('#history-list li').waitFor({ state: 'detached' });
  });
});
