import { S3ServiceException } from '@aws-sdk/client-s3';
import { RenderError } from '../../errors/render-error.js';

/** Errors that a retry cannot fix: the bucket or the credentials are wrong. */
const permanentErrors = new Set([
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

/** What a store must be able to do. */
const conditionsNeeded =
  'The service needs conditional writes (If-None-Match and If-Match of PutObject): use a store that has them.';

/** Whether the object does not exist, or the range starts past its end. */
export function isMissing(error: unknown): boolean {
  if (!(error instanceof S3ServiceException) || error.name === 'NoSuchBucket') return false;
  return ['NoSuchKey', 'NotFound', 'InvalidRange'].includes(error.name) || statusOf(error) === 416;
}

/** Whether another process was faster. */
export function isConditionFailed(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return false;
  return error.name === 'PreconditionFailed' || statusOf(error) === 412;
}

/** Whether two conditional writes collided and this one was not evaluated: it may be retried. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return false;
  return error.name === 'ConditionalRequestConflict' || error.name === 'OperationAborted';
}

/** Whether the rejected request was a retry: an earlier answer was lost, or was a 5xx. */
export function wasRetried(error: unknown): boolean {
  return error instanceof S3ServiceException && (error.$metadata.attempts ?? 1) > 1;
}

/** Converts an error of S3, or of the connection to it; codes: Amazon S3 API, Error responses. */
export function storeError(error: unknown): RenderError {
  const name = error instanceof Error ? error.name : 'unknown';
  const status = error instanceof S3ServiceException ? statusOf(error) : undefined;
  if (status === 501) {
    return lacking(error, `The bucket does not support this request (${name}). ${conditionsNeeded}`);
  }
  if (status === 400 && name === 'InvalidArgument') {
    return lacking(error, `The bucket rejects the request (${name}). ${conditionsNeeded}`);
  }
  // An answer to HEAD has no body, and thus no code.
  if (name === 'AccessDenied' || (status === 403 && !permanentErrors.has(name))) {
    const message = `The bucket denies access (${name}). Check the AWS_* settings, and grant s3:GetObject, s3:PutObject, s3:DeleteObject, and s3:ListBucket, without which it answers 403 for a missing object.`;
    return lacking(error, message);
  }
  if (permanentErrors.has(name) || status === 401 || status === 403) {
    return new RenderError(
      'store_refused',
      `The bucket rejects the request (${name}). Check STORE and the AWS_* settings.`,
      {
        cause: error,
      },
    );
  }
  return new RenderError('store_unavailable', `The bucket does not answer correctly (${name}).`, {
    cause: error,
  });
}

/** The error for a capability or a permission that the bucket lacks, as opposed to a wrong setting. */
function lacking(cause: unknown, message: string): RenderError {
  return new RenderError('store_refused', message, { cause, details: { lacking: true } });
}

function statusOf(error: S3ServiceException): number | undefined {
  return error.$metadata.httpStatusCode;
}
