import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { inChromium } from '../fixtures/in-chromium.js';
import { visit, watchedPage } from '../fixtures/page-visit.js';
import { paintedPicture, pngOf } from '../fixtures/pictures.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

/** Changes the page's title if it is executed. */
const markup = `<img src=x onerror="document.title='run'">`;
const problem = {
  status: 422,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title: markup, status: 422, code: markup, detail: markup }),
};

inChromium('markup in data that the page shows', (browser) => {
  test('is shown as text if it is the id of a portrait', async () => {
    const page = await visitBadCatalogue(browser());
    expect(await page.locator('.tile').first().textContent()).toBe(markup);
    await page.locator('.tile').first().click();
    expect(await page.locator('#stage-name').textContent()).toBe(markup);
    expect(await page.getByAltText(`The portrait ${markup}`).count()).toBe(1);
    expect(await page.locator('#snippet-text').textContent()).toContain(`-F 'avatarId=<img src=x onerror="`);

    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    expect(await page.locator('#announcement').textContent()).toBe(`Press again to delete ${markup}`);
    await page.getByRole('button', { name: 'Adjust the face' }).click();
    await page.locator('.box').waitFor();
    expect(await page.locator('#add-title').textContent()).toBe(`The face of ${markup}`);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Make the video' }).click();
    await page.locator('#stage-problem').getByText('The recording cannot be used').waitFor();
    expect(await page.locator('#stage-name').textContent()).toBe(markup);
    expect(await page.locator('#stage-problem .problem-detail').textContent()).toBe(`In detail: ${markup}.`);
    expect(await page.locator('#history-list b').textContent()).toBe(markup);
    await expectNothingExecuted(page);
  });

  test('is shown as text if it is the message of an error', async () => {
    const { url } = await runningAdapter();
    const page = await visit(browser(), url);
    await page.route('**/render', (route) => route.fulfill(problem));
    await page.route('**/preview', (route) => route.fulfill(problem));
    await page.route(/\/avatars(\?dryRun=true)?$/, (route) => route.fulfill(problem));
    const said = (place: string) => page.locator(`${place} .problem-detail`);
    for (const name of ['Make the video', 'Try one frame']) {
      await page.getByRole('button', { name }).click();
      await said('#form-problem').getByText(markup).waitFor();
      expect(await said('#form-problem').textContent()).toBe(`In detail: ${markup}.`);
    }
    await page.getByRole('button', { name: 'Add' }).click();
    await addPicture(page, 'someone');
    await said('#add-problem').waitFor();
    expect(await said('#add-problem').textContent()).toBe(`In detail: ${markup}.`);

    await page.reload();
    await said('#stage-problem').waitFor();
    expect(await said('#stage-problem').textContent()).toBe(`In detail: ${markup}.`);
    await expectNothingExecuted(page);
  });

  test('is text in the name of a portrait, not in its id, and is rejected as a job id in the URL', async () => {
    const { url } = await runningAdapter();
    const page = await visit(browser(), `${url}/#${markup}`);
    expect(await page.locator('#stage-name').textContent()).toBe('alice');
    expect(await page.locator('#stage-problem').textContent()).toBe('');
    await page.getByRole('button', { name: 'Add' }).click();
    const forms: string[] = [];
    await page.route('**/avatars?dryRun=true', (route) => {
      forms.push(route.request().postData() ?? '');
      return route.fulfill(problem);
    });
    await addPicture(page, `<b onclick="x">`);
    await page.locator('#add-problem .problem-title').waitFor();
    expect(forms[0]).toMatch(/name="id"\r\n\r\nb-onclick-x\r\n[^]*name="name"\r\n\r\n<b onclick="x">\r\n/);
    await page.keyboard.press('Escape');
    await page.goto(`${url}/#unknown-${'1'.repeat(20)}`);
    await page.locator('#stage-problem').getByText('Not found').waitFor();
    await expectNothingExecuted(page);
  });
});

/** The page of a service whose catalogue and job contain an invalid portrait id. */
async function visitBadCatalogue(browser: Browser): Promise<Page> {
  const { url } = await runningAdapter();
  const page = await watchedPage(browser, url);
  const portrait = { id: markup, imageUrl: '/avatars/alice.png' };
  const box = { x: 40, y: 60, width: 80, height: 80 };
  const error = { code: 'voice_unreadable', message: markup };
  await page.route('**/avatars', (route) => route.fulfill({ json: [portrait] }));
  await page.route('**/avatars/%3Cimg*', (route) =>
    route.fulfill({ json: { ...portrait, box, added: true } }),
  );
  await page.route('**/render', (route) => route.fulfill({ status: 202, json: { jobId: 'job' } }));
  await page.route('**/status/job', (route) =>
    route.fulfill({ json: { jobId: 'job', state: 'failed', avatarId: markup, error } }),
  );
  await page.goto(url);
  await page.locator('.tile').waitFor();
  return page;
}

async function addPicture(page: Page, name: string): Promise<void> {
  const buffer = await pngOf(paintedPicture(64, 64));
  await page.locator('#picture-file').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer });
  await page.locator('#picture-name', { hasText: 'x.png' }).waitFor();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Find the face' }).click();
}

/** Checks that the markup created no element and ran no script. */
async function expectNothingExecuted(page: Page): Promise<void> {
  expect(await page.locator('[src="x"], [onerror]').count()).toBe(0);
  expect(await page.title()).toBe('Give a portrait a voice – Avatar Service');
}
