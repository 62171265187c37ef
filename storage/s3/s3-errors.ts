import { S3ServiceException } from '@aws-sdk/client-s3';
import { RenderError } from '../../errors/render-error.js';

/** Answers after which trying again helps nobody: the bucket, or who asks, is not right. */
const refusals = new Set([
  'AccessDenied',
  'AllAccessDisabled',
  'AuthorizationHeaderMalformed',
  'CredentialsProviderError',
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidBucketName',
  'NoSuchBucket',
  'NotImplemented',
  'PermanentRedirect',
  'SignatureDoesNotMatch',
]);

/** The object is not there, or the range begins behind its end. */
export function isMissing(error: unknown): boolean {
  if (!(error instanceof S3ServiceException) || error.name === 'NoSuchBucket') return false;
  return ['NoSuchKey', 'NotFound', 'InvalidRange'].includes(error.name) || statusOf(error) === 416;
}

/** Somebody else was there first. */
export function isConditionFailed(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return false;
  return error.name === 'PreconditionFailed' || statusOf(error) === 412;
}

/** Two conditional writes met, and this one was not looked at: it may be tried again. */
export function isConflict(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === 'ConditionalRequestConflict';
}

/** The request that was refused was not the first of its kind: an answer was lost, or was a 5xx. */
export function wasRetried(error: unknown): boolean {
  return error instanceof S3ServiceException && (error.$metadata.attempts ?? 1) > 1;
}

/** What S3, or the way to it, gave instead of an answer; codes: Amazon S3 API, Error responses. */
export function storeError(error: unknown): RenderError {
  const name = error instanceof Error ? error.name : 'unknown';
  const status = error instanceof S3ServiceException ? statusOf(error) : undefined;
  if (refusals.has(name) || status === 401 || status === 403) {
    return new RenderError(
      'store_refused',
      `the bucket refuses (${name}); look at STORE and the AWS_* settings`,
      {
        cause: error,
      },
    );
  }
  return new RenderError('store_unavailable', `the bucket does not answer as it should (${name})`, {
    cause: error,
  });
}

function statusOf(error: S3ServiceException): number | undefined {
  return error.$metadata.httpStatusCode;
}
