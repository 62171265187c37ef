import { expect, test } from 'vitest';
import { addPortrait } from '../../../storage/catalogue/write-portrait.js';
import { uploadedPrefix } from '../../../storage/catalogue/open-catalogue.js';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { requested } from '../../../test/fixtures/events.js';
import { finishedJob } from '../../../test/fixtures/finished-job.js';
import { createRequest } from '../../status/request.js';

/** The properties of the preview in a page. */
function previewOf(page: string): Readonly<Record<string, string>> {
  const tags = page.matchAll(/<meta property="og:([\w:]+)" content="([^"]*)" \/>/g);
  return Object.fromEntries(Array.from(tags, ([, name = '', content = '']) => [name, content]));
}

const description = 'A portrait that speaks. AI-generated.';

test('a link to a video has a preview with absolute addresses, below the prefix of a proxy', async () => {
  const { ask, adapter } = await openAdapter({ BASE_PATH: '/tools', TRUSTED_PROXIES: '1' });
  await finishedJob(adapter.store, 'job');
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'avatars.example.com' };
  const answer = await ask('http://adapter:8080/?video=job', { headers });
  const page = await answer.text();
  const base = 'https://avatars.example.com/tools';
  expect(previewOf(page)).toEqual({
    type: 'video.other',
    site_name: 'Avatar Service',
    url: `${base}/?video=job`,
    title: 'alice speaks',
    description,
    image: `${base}/status/job/poster.jpg`,
    'image:alt': 'alice speaks',
    video: `${base}/status/job/video.mp4`,
    'video:type': 'video/mp4',
    'video:width': '640',
    'video:height': '480',
  });
  expect(page).toContain('<meta name="twitter:card" content="summary_large_image" />');
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
});

test('what clients report about the address counts only behind a trusted proxy, and only if it is one', async () => {
  const direct = await openAdapter();
  const proxied = await openAdapter({ TRUSTED_PROXIES: '1' });
  for (const { adapter } of [direct, proxied]) await finishedJob(adapter.store, 'job');
  const urlOf = async ({ ask }: typeof direct, headers: Record<string, string>) =>
    previewOf(await (await ask('http://adapter:8080/?video=job', { headers })).text())['url'];
  expect(await urlOf(direct, { 'x-forwarded-host': 'evil.example' })).toBe('http://adapter:8080/?video=job');
  for (const host of ['"><script>', 'a b', 'a/b', 'user@host']) {
    expect(await urlOf(proxied, { 'x-forwarded-host': host })).toBe('http://adapter:8080/?video=job');
  }
  expect(await urlOf(proxied, { 'x-forwarded-proto': 'javascript' })).toBe('http://adapter:8080/?video=job');
  expect(await urlOf(proxied, { 'x-forwarded-proto': 'https, http' })).toBe(
    'https://adapter:8080/?video=job',
  );
});

test('markup in the name of a portrait stays text', async () => {
  const { ask, adapter } = await openAdapter();
  const { store } = adapter;
  const portrait = {
    id: 'alice',
    name: `"><script>$&'`,
    extension: '.png',
    bytes: Buffer.from('x'),
    metadata: {},
  };
  await addPortrait({ store, prefix: uploadedPrefix }, portrait, 'claim');
  await finishedJob(store, 'job');
  const page = await (await ask('/?video=job')).text();
  expect(previewOf(page)['title']).toBe('&quot;&gt;&lt;script&gt;$&amp;&#39; speaks');
  expect(page.match(/<script/g)).toHaveLength(1);
});

test.each([
  ['an unknown job', '/?video=unknown', {}],
  ['a job that has not ended', '/?video=queued', {}],
  ['what is not a job id', '/?video=%22%3E%3Cscript%3E', {}],
  ['a job of a service with keys', '/?video=job', { API_KEYS: 'the-key-of-the-only-client' }],
])('a link to %s is the page without a preview', async (_, path, settings) => {
  const { ask, adapter } = await openAdapter(settings);
  await finishedJob(adapter.store, 'job');
  await createRequest(adapter.store, 'queued', requested('queued'));
  const page = await (await ask(path)).text();
  expect(previewOf(page)).toEqual({});
  expect(page).toBe(await (await ask('/')).text());
});
