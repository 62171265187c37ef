import { describe, expect, test } from 'vitest';
import { jsonRender } from '../../../test/fixtures/render-request.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';

const BASE_PATH = '/tools/avatar';

/** The first part of a stream, which is then canceled. */
async function firstChunk(response: Response): Promise<string> {
  const body: AsyncIterable<unknown> | Iterable<unknown> = response.body ?? [];
  for await (const chunk of body) {
    if (chunk instanceof Uint8Array) return new TextDecoder().decode(chunk);
  }
  return '';
}

/** A proxy removes the prefix, or passes it on. */
describe.each([
  ['removes', ''],
  ['passes on', BASE_PATH],
])('the adapter behind a proxy that %s the prefix', (_, prefix) => {
  test('sends links and locations below the prefix', async () => {
    const { ask } = await runningAdapter({ BASE_PATH });
    const portraits: unknown = await (await ask(`${prefix}/avatars`)).json();
    expect(portraits).toContainEqual(
      expect.objectContaining({ id: 'alice', imageUrl: '/tools/avatar/avatars/alice.png' }),
    );

    const voices: unknown = await (await ask(`${prefix}/voices`)).json();
    expect(voices).toContainEqual({
      id: 'slt',
      language: 'en-US',
      engine: 'embedded',
      sampleUrl: '/tools/avatar/voices/slt/sample.wav',
    });

    const accepted = await ask(`${prefix}/render`, jsonRender());
    const location = accepted.headers.get('location') ?? '';
    expect(location).toMatch(/^\/tools\/avatar\/status\/[\w-]+$/);
    expect(await accepted.json()).toMatchObject({ statusUrl: location });
    const job = await ask(location.replace(BASE_PATH, prefix), { headers: { accept: 'application/json' } });
    expect(await job.json()).toMatchObject({ state: 'queued', statusUrl: location });
    const events = await ask(`${location.replace(BASE_PATH, prefix)}/events`);
    expect(await firstChunk(events)).toContain(`"statusUrl":"${location}"`);

    const redirect = await ask(`${prefix}/avatars/?a=b`, { redirect: 'manual' });
    expect([redirect.status, redirect.headers.get('location')]).toEqual([308, '/tools/avatar/avatars?a=b']);
  });

  test('serves the page, the API documentation, and an OpenAPI document with the prefix', async () => {
    const { ask } = await runningAdapter({ BASE_PATH });
    for (const page of ['/', '/docs']) {
      const html = await (await ask(prefix + page)).text();
      expect(html).not.toMatch(/(href|src)="\//);
      const [, file = ''] = /src="([^"]+\.js)"/.exec(html) ?? [];
      expect((await ask(`${prefix}/${file}`)).headers.get('content-type')).toContain('javascript');
    }
    expect(await (await ask(`${prefix}/openapi.json`)).json()).toMatchObject({
      servers: [{ url: BASE_PATH }],
    });
  });
});

test('the prefix alone redirects to the page, whose links are relative', async () => {
  const { ask } = await runningAdapter({ BASE_PATH });
  const answer = await ask(BASE_PATH, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([308, '/tools/avatar/']);
  // Another path that begins alike is not below the prefix.
  expect((await ask('/tools/avatars')).status).toBe(404);
});
