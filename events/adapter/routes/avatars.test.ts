import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { z } from '@hono/zod-openapi';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import type { Store } from '../../../storage/store.js';

const box = { x: 1, y: 2, width: 30, height: 40 };
const picture = Buffer.from('the bytes of a picture');

async function upload(store: Store, name: string, metadata?: string): Promise<void> {
  await store.put(`avatars/${name}`, picture, { contentType: 'image/jpeg' });
  if (metadata === undefined) return;
  const id = name.slice(0, name.lastIndexOf('.'));
  await store.put(`avatars/${id}.json`, Buffer.from(metadata), { contentType: 'application/json' });
}

const thumbnailUrl: unknown = expect.stringMatching(/^\/avatars\/ida\/picture\?width=160&version=[\w-]{11}$/);
const list = z.array(z.object({ id: z.string(), imageUrl: z.string() }));

describe('GET /avatars', () => {
  test('lists uploaded and other portraits, ordered by id', async () => {
    const { adapter, ask } = await openAdapter();
    await upload(adapter.store, 'ida.jpg');
    await upload(adapter.store, 'aaron.webp');
    const entries = list.parse(await (await ask('/avatars')).json());
    expect(entries).toContainEqual({ id: 'aaron', imageUrl: '/avatars/aaron.webp' });
    expect(entries).toContainEqual({ id: 'alice', imageUrl: '/avatars/alice.png' });
    expect(entries).toContainEqual({ id: 'ida', imageUrl: '/avatars/ida.jpg' });
    const ids = entries.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
  });
});

describe('GET /avatars/{id}', () => {
  test('shows the face box of an uploaded portrait', async () => {
    const { adapter, ask } = await openAdapter();
    await upload(adapter.store, 'ida.jpg', JSON.stringify({ box, mouth: [] }));
    expect(await (await ask('/avatars/ida')).json()).toEqual({
      id: 'ida',
      imageUrl: '/avatars/ida.jpg',
      thumbnailUrl,
      box,
      added: true,
    });
  });

  test.each([undefined, '{', '{"box":{"x":-1,"y":0,"width":1,"height":1}}', '{"box":7}'])(
    'shows no face box if the metadata is %s',
    async (metadata) => {
      const { adapter, ask } = await openAdapter();
      await upload(adapter.store, 'ida.jpg', metadata);
      expect(await (await ask('/avatars/ida')).json()).toEqual({
        id: 'ida',
        imageUrl: '/avatars/ida.jpg',
        thumbnailUrl,
        added: true,
      });
    },
  );

  test('lists the known ids if there is no such portrait', async () => {
    const { ask } = await openAdapter();
    const { detail, details } = await problemIn(await ask('/avatars/unknown'), 'avatar_not_found');
    expect(detail).toContain('Portrait unknown does not exist. Available: ');
    expect(details?.['known']).toContain('alice');
  });
});

describe('GET /avatars/{name} of a picture', () => {
  test('sends the picture in its own type, whichever ending is asked for', async () => {
    const { adapter, ask } = await openAdapter();
    await upload(adapter.store, 'ida.jpg');
    for (const name of ['ida.jpg', 'ida.png']) {
      const response = await ask(`/avatars/${name}`);
      expect(response.headers.get('content-type')).toBe('image/jpeg');
      expect(response.headers.get('cache-control')).toBe('public, max-age=60');
      expect(Buffer.from(await response.arrayBuffer())).toEqual(picture);
    }
  });

  test('sends a part of it', async () => {
    const { adapter, ask } = await openAdapter();
    await upload(adapter.store, 'ida.jpg');
    const response = await ask('/avatars/ida.jpg', { headers: { range: 'bytes=4-8' } });
    expect([response.status, await response.text()]).toEqual([206, 'bytes']);
  });

  test.each(['ida.gif', 'alice.json', 'alice.png.txt'])('rejects the name %s', async (name) => {
    const { ask } = await openAdapter();
    expect((await problemIn(await ask(`/avatars/${name}`), 'avatar_not_found')).detail).toBe(
      `${name} is not the name of a portrait's picture, which ends in .png, .jpg, or .webp.`,
    );
  });
});

describe('a portrait in another width', () => {
  test('is sent in the best format that the client reads, and kept while its version is current', async () => {
    const { adapter, ask } = await openAdapter();
    const large = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#a05030' } })
      .png()
      .toBuffer();
    await adapter.store.put('avatars/ida.png', large, { contentType: 'image/png' });
    const { thumbnailUrl: url } = z
      .object({ thumbnailUrl: z.string() })
      .parse(await (await ask('/avatars/ida')).json());
    for (const [accept, format] of [
      ['image/avif,image/webp,*/*', 'avif'],
      ['image/webp,*/*', 'webp'],
      ['*/*', 'webp'],
    ]) {
      const response = await ask(url, { headers: { accept: accept ?? '' } });
      expect(response.headers.get('content-type')).toBe(`image/${format ?? ''}`);
      expect(response.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
      expect(response.headers.get('vary')).toContain('Accept');
      const { width, height } = await sharp(await response.arrayBuffer()).metadata();
      expect([width, height]).toEqual([160, 120]);
    }
    const wide = await ask('/avatars/ida/picture?width=960&version=old');
    expect(wide.headers.get('cache-control')).toBe('public, max-age=60');
    expect((await sharp(await wide.arrayBuffer()).metadata()).width).toBe(400);
    const again = await ask('/avatars/ida/picture?width=960', {
      headers: { 'if-none-match': wide.headers.get('etag') ?? '' },
    });
    expect([again.status, await again.text()]).toEqual([304, '']);

    await adapter.store.put('avatars/ida.png', Buffer.concat([large]), { contentType: 'image/png' });
    const changed = await ask('/avatars/ida').then((response) => response.json());
    expect(changed).not.toMatchObject({ thumbnailUrl: url });
  });

  test('is refused for a width that is not offered, and is the original if it cannot be scaled', async () => {
    const { adapter, ask } = await openAdapter();
    await upload(adapter.store, 'ida.jpg');
    await problemIn(await ask('/avatars/ida/picture?width=161'), 'request_invalid');
    const response = await ask('/avatars/ida/picture?width=160');
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await response.arrayBuffer()).equals(picture)).toBe(true);
  });
});
