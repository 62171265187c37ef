import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { StoreSettings } from '../store-settings.js';
import { S3Store } from './s3-store.js';

const attempts = 3;

/**
 * Opens a store in the bucket of `url`. Credentials, region, and endpoint are the SDK's own standard
 * settings. A custom endpoint is addressed by path, because few such servers have a host name for
 * every bucket.
 * @param url `s3://bucket/prefix`
 */
export function openS3Store(url: URL, settings: StoreSettings): S3Store {
  const ownEndpoint = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  const byPath =
    settings.S3_PATH_STYLE === 'auto' ? ownEndpoint !== undefined : settings.S3_PATH_STYLE === 'on';
  const timeoutMs = settings.STORE_TIMEOUT_SECONDS * 1000;
  const client = new S3Client({
    maxAttempts: attempts,
    forcePathStyle: byPath,
    // Some S3-compatible servers do not support checksums that S3 itself does not require.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: new NodeHttpHandler({
      connectionTimeout: timeoutMs,
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
    }),
    ...(settings.AWS_REGION === undefined && ownEndpoint !== undefined ? { region: 'us-east-1' } : {}),
  });
  const prefix = url.pathname.replace(/^\/|\/$/g, '');
  return new S3Store(client, url.hostname, prefix === '' ? '' : `${prefix}/`, timeoutMs);
}
