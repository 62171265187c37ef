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
