import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { StoreSettings } from '../store-settings.js';
import { S3Store } from './s3-store.js';

const attempts = 3;

/**
 * A store in the bucket that `url` names. Credentials, region and endpoint are the SDK's own
 * standard settings; an endpoint of one's own is addressed by path, since few such servers have a
 * name for every bucket.
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
    // Checksums that S3 does not ask for are not known to every server that speaks its protocol.
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
