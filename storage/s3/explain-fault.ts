import { errnoOf, type RenderError } from '../../errors/render-error.js';
import { customEndpoint } from './endpoint.js';

/** Why a bucket cannot be used, and whether waiting could mend it. */
export interface BucketFault {
  /** The setting, its value, and the fix. */
  readonly message: string;
  readonly mayPass: boolean;
}

const untrusted = /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|ERR_TLS_CERT|CERT_)/;
const badCredentials: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
]);

/**
 * Explains the error of the first request to a bucket in terms of the settings that could have caused it.
 * @param store `s3://bucket/prefix`
 */
export function explainBucketFault({ cause, message }: RenderError, store: string): BucketFault {
  const endpoint = customEndpoint();
  const bucket = new URL(store).hostname;
  const name = cause instanceof Error ? cause.name : '';
  const errno = errnoOf(cause) ?? '';
  const server = endpoint ? `${endpoint.name}=${withoutUser(endpoint.value)}` : 'S3 (AWS_REGION)';
  if (name === 'NoSuchBucket') {
    const hint = `STORE is ${store}, but ${server} has no bucket ${bucket}`;
    return { message: `${hint}. Create it, or set STORE to another one.`, mayPass: true };
  }
  if (badCredentials.has(name)) {
    const hint = `${server} rejects the credentials (${name})`;
    return { message: `${hint}. Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`, mayPass: true };
  }
  if (errno === 'EPROTO' || errno.startsWith('ERR_SSL_')) {
    const plain = endpoint?.value.replace(/^https:/i, 'http:') ?? '';
    return { message: `${server} does not speak TLS. Use ${withoutUser(plain)}.`, mayPass: false };
  }
  if (untrusted.test(errno)) {
    const hint = `The certificate of ${server} is not trusted (${errno})`;
    const fix = 'Set NODE_EXTRA_CA_CERTS to a file with the certificate of its authority.';
    return { message: `${hint}. ${fix}`, mayPass: false };
  }
  if (endpoint && /^http:/i.test(endpoint.value) && (isNotXml(cause) || errno === 'ECONNRESET')) {
    const secure = withoutUser(endpoint.value.replace(/^http:/i, 'https:'));
    const hint = `${server} does not answer as a server of S3 does`;
    return { message: `${hint}. Check its port, or use ${secure}.`, mayPass: errno === 'ECONNRESET' };
  }
  if (errno !== '') {
    const fix = endpoint ? `Start it, or correct ${endpoint.name}.` : 'Check the network and AWS_REGION.';
    return { message: `${server} cannot be reached (${errno}). ${fix}`, mayPass: true };
  }
  return { message: `STORE is ${store}. ${message}`, mayPass: true };
}

/** A server that expects TLS, or a page, answers with something else than XML. */
function isNotXml(cause: unknown): boolean {
  return cause instanceof Error && cause.message.includes('Deserialization error');
}

function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}
