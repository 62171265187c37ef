import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../config/settings.js';
import { openModelBucket } from './catalogue/open-catalogue.js';
import { openStore } from './open-store.js';

const urlOf = async (settings: Record<string, string>) => (await openStore(readSettings(settings))).url;

describe('the store that the settings name', () => {
  test('is the folder data where they name none', async () => {
    expect(await urlOf({})).toBe(pathToFileURL(path.resolve('data')).href);
  });

  test('is a folder, a bucket, or a part of one', async () => {
    expect(await urlOf({ STORE: 'file:///var/lib/avatar%20service/' })).toBe(
      'file:///var/lib/avatar%20service',
    );
    expect(await urlOf({ STORE: 's3://bucket' })).toBe('s3://bucket');
    expect(await urlOf({ STORE: 's3://bucket/some/prefix/' })).toBe('s3://bucket/some/prefix');
  });

  test('is the bucket with the models where only that is named', async () => {
    expect(await urlOf({ MODEL_BUCKET: 'models' })).toBe('s3://models');
    expect(await urlOf({ MODEL_BUCKET: 'models', STORE: 's3://jobs' })).toBe('s3://jobs');
    expect((await openModelBucket(readSettings({ MODEL_BUCKET: 'models', STORE: 's3://jobs' })))?.url).toBe(
      's3://models',
    );
    expect(await openModelBucket(readSettings({ STORE: 's3://jobs' }))).toBeUndefined();
  });

  test('under Knative is no folder, which other replicas do not see', async () => {
    for (const STORE of ['', 'file:///data']) {
      const opening = urlOf({ K_SERVICE: 'adapter', STORE });
      await expect(opening).rejects.toMatchObject({ code: 'bad_setting' });
      await expect(opening).rejects.toThrow(/^STORE is file:/);
    }
    expect(await urlOf({ K_SERVICE: 'adapter', MODEL_BUCKET: 'models' })).toBe('s3://models');
  });

  test.each(['ftp://host/x', 'data', '/data', 's3://', 's3:///key', 'file://host/x'])(
    'is not %j',
    (STORE) => {
      expect(() => readSettings({ STORE })).toThrow(/^STORE is .*must be file:\/\/\/folder or s3:/);
    },
  );
});
