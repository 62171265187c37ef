import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { RenderError } from '../../errors/render-error.js';
import type { StoreSettings } from '../store-settings.js';
import { checkEndpoint, customEndpoint } from './endpoint.js';
import { S3Store } from './s3-store.js';

const attempts = 3;

/**
 * Opens a store in the bucket of `url`. Credentials, region, and endpoint are the SDK's own standard
 * settings. A custom endpoint is addressed by path, because few such servers have a host name for
 * every bucket.
 * @param url `s3://bucket/prefix`
 * @throws RenderError `bad_setting` if the bucket's region is unknown, or the endpoint is not a URL
 */
export async function openS3Store(url: URL, settings: StoreSettings): Promise<S3Store> {
  const ownEndpoint = customEndpoint();
  if (ownEndpoint) checkEndpoint(ownEndpoint, url.hostname);
  const byPath =
    settings.S3_PATH_STYLE === 'auto' ? ownEndpoint !== undefined : settings.S3_PATH_STYLE === 'on';
  const timeoutMs = settings.STORE_TIMEOUT_SECONDS * 1000;
  // The SDK warns that its versions of 2027 need Node 22: docs/decisions/0006-node-20-19.md.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
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
  await checkRegion(client);
  // Other programs see the prefix in the keys: with its spaces and letters, not encoded.
  const prefix = literal(url.pathname).replace(/^\/|\/$/g, '');
  return new S3Store(client, url.hostname, prefix === '' ? '' : `${prefix}/`, timeoutMs);
}

/** The path of a URL as it was written. */
function literal(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** The region comes from the environment or from the SDK's configuration files. */
async function checkRegion({ config }: S3Client): Promise<void> {
  try {
    await config.region();
  } catch (error) {
    throw new RenderError(
      'bad_setting',
      'AWS_REGION is not set. Set it to the region of the bucket, for example eu-central-1.',
      { cause: error },
    );
  }
}
