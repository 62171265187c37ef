import { describe, expect, test, vi } from 'vitest';
import { checkEndpoint, customEndpoint } from './endpoint.js';

const named = (value: string) => ({ name: 'AWS_ENDPOINT_URL_S3', value }) as const;

describe('checkEndpoint', () => {
  test.each([
    'http://minio:9000',
    'https://s3.example.org/',
    'http://[::1]:9000',
    'https://x.org/storage/v1/s3',
  ])('accepts %s', (value) => {
    expect(() => checkEndpoint(named(value), 'jobs')).not.toThrow();
  });

  test.each([
    ['minio:9000', 'must be an http(s) URL'],
    ['ftp://minio', 'must be an http(s) URL'],
    ['http://', 'must be an http(s) URL'],
    ['http://minio:9000/jobs', 'contains the bucket jobs that STORE names. Use http://minio:9000.'],
    ['https://x.org/s3/jobs/', 'contains the bucket jobs that STORE names. Use https://x.org/s3.'],
    ['https://jobs.s3.eu-central-1.amazonaws.com', 'Use https://s3.eu-central-1.amazonaws.com.'],
  ])('refuses %s', (value, message) => {
    expect(() => checkEndpoint(named(value), 'jobs')).toThrow(message);
    expect(() => checkEndpoint(named(value), 'jobs')).toThrow(`AWS_ENDPOINT_URL_S3 is "${value}"`);
  });
});

test('the endpoint of S3 counts before the one of all services, and an empty one is absent', () => {
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://all');
  vi.stubEnv('AWS_ENDPOINT_URL_S3', '');
  expect(customEndpoint()).toEqual({ name: 'AWS_ENDPOINT_URL', value: 'http://all' });
  vi.stubEnv('AWS_ENDPOINT_URL_S3', 'http://s3');
  expect(customEndpoint()).toEqual({ name: 'AWS_ENDPOINT_URL_S3', value: 'http://s3' });
  vi.unstubAllEnvs();
});
