import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readSettings } from '../config/settings.js';
import { quirkyBucket, type Quirk } from '../test/fixtures/quirky-bucket.js';
import { s3Environment } from '../test/fixtures/s3-server.js';
import { temporaryFolder } from '../test/fixtures/temporary-folder.js';
import { checkConditions } from './check-conditions.js';
import { openStore } from './open-store.js';

afterEach(() => vi.unstubAllEnvs());

async function openQuirky(quirk: Quirk | undefined, STORE = 's3://quirky/jobs') {
  const bucket = await quirkyBucket(quirk);
  for (const [name, value] of Object.entries(s3Environment(bucket.url))) vi.stubEnv(name, value);
  return { ...bucket, store: await openStore(readSettings({ STORE })) };
}

describe('checkConditions', () => {
  test('names the folder that cannot be written, and what to do', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const store = await openStore(readSettings({ STORE: pathToFileURL(path.join(file, 'store')).href }));
    await expect(checkConditions(store)).rejects.toMatchObject({
      code: 'store_refused',
      message: `The folder ${path.join(file, 'store')} (STORE) cannot be written (ENOTDIR): a part of the path is a file. Use a path of folders, or set STORE to another folder.`,
    });
    const good = await openStore(readSettings({ STORE: pathToFileURL(path.join(folder, 'store')).href }));
    await expect(checkConditions(good)).resolves.toBeUndefined();
  });

  test('accepts a bucket with conditional writes, and leaves nothing behind', async () => {
    const { store, objects, requests } = await openQuirky(undefined);
    await checkConditions(store);
    expect(objects.size).toBe(0);
    expect(requests.map((request) => request.split(' ')[0])).toEqual(['GET', 'PUT', 'PUT', 'PUT', 'DELETE']);
  });

  test.each([
    [
      'ignores If-None-Match',
      /^s3:\/\/quirky\/jobs ignores conditional writes \(If-None-Match of PutObject\)/,
    ],
    ['ignores If-Match', /ignores conditional writes \(If-Match of PutObject\)/],
    ['ignores conditions', /\(If-None-Match and If-Match of PutObject\).*Use a store that supports them\.$/],
    [
      'answers 501 to conditions',
      /does not support this request \(NotImplemented\).*needs conditional writes/,
    ],
    ['answers 400 to conditions', /rejects the request \(InvalidArgument\).*needs conditional writes/],
    ['answers 403 to missing', /denies access \(AccessDenied\).*s3:ListBucket, without which it answers 403/],
    ['forbids PUT', /denies access \(AccessDenied\).*s3:PutObject/],
    ['forbids DELETE', /denies access \(AccessDenied\).*s3:DeleteObject/],
  ] as const)('refuses a bucket that %s', async (quirk, message) => {
    const { store } = await openQuirky(quirk);
    const checking = checkConditions(store);
    await expect(checking).rejects.toMatchObject({ code: 'store_refused' });
    await expect(checking).rejects.toThrow(message);
  });

  test('removes its object from a bucket that ignores conditions', async () => {
    const { store, objects } = await openQuirky('ignores conditions');
    await expect(checkConditions(store)).rejects.toThrow();
    expect(objects.size).toBe(0);
  });

  test('retries a write that collides with another', async () => {
    const { store, requests } = await openQuirky('collides once');
    await checkConditions(store);
    expect(requests.filter((request) => request.startsWith('PUT'))).toHaveLength(4);
  });

  test('does not judge a bucket that is unavailable', async () => {
    const { store } = await openQuirky('answers 503');
    await expect(checkConditions(store)).resolves.toMatchObject({ code: 'store_unavailable' });
  });
});

test('a bucket that hides missing objects without s3:ListBucket is named at the first read', async () => {
  const { store } = await openQuirky('answers 403 to missing');
  await expect(store.get('jobs/a')).rejects.toThrow(/s3:ListBucket, without which it answers 403/);
});

test('the prefix of a bucket is the key that other programs see', async () => {
  const { store, objects } = await openQuirky(undefined, 's3://quirky/my prefix/Über');
  await store.put('jobs/a', Buffer.from('x'), { contentType: 'text/plain' });
  expect([...objects.keys()]).toEqual(['my prefix/Über/jobs/a']);
});
