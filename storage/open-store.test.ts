import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readSettings } from '../config/settings.js';
import { openModelBucket } from './catalogue/open-catalogue.js';
import { openStore } from './open-store.js';

const urlOf = async (settings: Record<string, string>) => (await openStore(readSettings(settings))).url;

beforeEach(() => vi.stubEnv('AWS_REGION', 'us-east-1'));
afterEach(() => vi.unstubAllEnvs());

describe('openStore', () => {
  test('keeps spaces and letters of a prefix as they are', async () => {
    expect(await urlOf({ STORE: 's3://bucket/my prefix/Über' })).toBe('s3://bucket/my prefix/Über');
    expect(await urlOf({ STORE: 's3://bucket/50%' })).toBe('s3://bucket/50%');
  });

  test('refuses a bucket whose region is unknown', async () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3']) {
      vi.stubEnv(name, undefined);
    }
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    await expect(urlOf({ STORE: 's3://bucket' })).rejects.toMatchObject({ code: 'bad_setting' });
    await expect(urlOf({ STORE: 's3://bucket' })).rejects.toThrow(/^AWS_REGION is not set/);
  });

  test('opens the folder data by default', async () => {
    expect(await urlOf({})).toBe(pathToFileURL(path.resolve('data')).href);
  });

  test('opens a folder, a bucket, or a prefix in a bucket', async () => {
    expect(await urlOf({ STORE: 'file:///var/lib/avatar%20service/' })).toBe(
      'file:///var/lib/avatar%20service',
    );
    expect(await urlOf({ STORE: 's3://bucket' })).toBe('s3://bucket');
    expect(await urlOf({ STORE: 's3://bucket/some/prefix/' })).toBe('s3://bucket/some/prefix');
  });

  test('opens the model bucket if STORE is unset', async () => {
    expect(await urlOf({ MODEL_BUCKET: 'models' })).toBe('s3://models');
    expect(await urlOf({ MODEL_BUCKET: 'models', STORE: 's3://jobs' })).toBe('s3://jobs');
    expect((await openModelBucket(readSettings({ MODEL_BUCKET: 'models', STORE: 's3://jobs' })))?.url).toBe(
      's3://models',
    );
    expect(await openModelBucket(readSettings({ STORE: 's3://jobs' }))).toBeUndefined();
  });

  test('refuses a folder under Knative because replicas do not share it', async () => {
    for (const STORE of ['', 'file:///data']) {
      const opening = urlOf({ K_SERVICE: 'adapter', STORE });
      await expect(opening).rejects.toMatchObject({ code: 'bad_setting' });
      await expect(opening).rejects.toThrow(/^STORE is file:/);
    }
    expect(await urlOf({ K_SERVICE: 'adapter', MODEL_BUCKET: 'models' })).toBe('s3://models');
  });

  test.each(['ftp://host/x', 'data', '/data', 's3://', 's3:///key', 'file://host/x'])(
    'refuses STORE=%j',
    (STORE) => {
      expect(() => readSettings({ STORE })).toThrow(/^STORE is .*must be file:\/\/\/folder or s3:/);
    },
  );
});
