import { RenderError } from '../../errors/render-error.js';

/** The setting of the AWS SDK that names a server of its own, and its value. */
export interface EndpointSetting {
  readonly name: 'AWS_ENDPOINT_URL_S3' | 'AWS_ENDPOINT_URL';
  readonly value: string;
}

/** Returns the custom endpoint of S3, or nothing if it is Amazon's. */
export function customEndpoint(): EndpointSetting | undefined {
  for (const name of ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'] as const) {
    const value = process.env[name];
    if (value !== undefined && value !== '') return { name, value };
  }
  return undefined;
}

/**
 * Checks a custom endpoint before it is used.
 * @throws RenderError `bad_setting` if it is not a URL, or names the bucket, which STORE does
 */
export function checkEndpoint({ name, value }: EndpointSetting, bucket: string): void {
  const url = /^https?:\/\/[^/]/i.test(value) && URL.canParse(value) ? new URL(value) : undefined;
  if (!url) {
    throw new RenderError(
      'bad_setting',
      `${name} is ${JSON.stringify(value)}, and must be an http(s) URL, such as http://minio:9000.`,
    );
  }
  const inHost = url.hostname.startsWith(`${bucket}.`);
  const inPath = url.pathname.replace(/\/$/, '').endsWith(`/${bucket}`);
  if (!inHost && !inPath) return;
  if (inHost) url.hostname = url.hostname.slice(bucket.length + 1);
  else url.pathname = url.pathname.replace(/\/$/, '').slice(0, -bucket.length - 1);
  throw new RenderError(
    'bad_setting',
    `${name} is ${JSON.stringify(value)}, which contains the bucket ${bucket} that STORE names. Use ${url.href.replace(/\/$/, '')}.`,
  );
}
