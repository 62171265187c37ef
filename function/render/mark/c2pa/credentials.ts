import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { errnoOf, RenderError } from '../../../../errors/render-error.js';
import type { SigningKey } from './cose-sign1.js';
import { signingAlgorithm } from './signing-algorithm.js';

/** Where the certificate chain and the private key are, as PEM files. */
export interface CredentialFiles {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Reads the certificate chain and the private key, which are read again for each video, so that a
 * renewed certificate needs no restart. No message contains anything of the key's file or its path.
 * @throws RenderError `bad_setting` if a file cannot be used, the key is another certificate's, or a
 *   certificate is not valid at `now`
 */
export async function readCredentials(files: CredentialFiles, now = new Date()): Promise<SigningKey> {
  const certificates = parseChain(await readSetting('C2PA_CERTIFICATE', files.certificate));
  const key = parseKey(await readSetting('C2PA_KEY', files.key));
  const algorithm = signingAlgorithm(key);
  if (!algorithm) {
    throw badKey(
      'is of a kind that C2PA does not allow. Use ECDSA (P-256, P-384, P-521), RSA of at least 2048 bits, or Ed25519.',
    );
  }
  const [signer] = certificates;
  if (!signer?.checkPrivateKey(key)) {
    throw badKey(
      'does not belong to the first certificate of C2PA_CERTIFICATE. Mount the key of that certificate.',
    );
  }
  for (const certificate of certificates) checkValidity(certificate, now);
  checkOrder(certificates);
  return { key, algorithm, chain: certificates.map(({ raw }) => raw) };
}

async function readSetting(name: keyof typeof hints, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    // Without the value and without a cause: someone may have set the key itself.
    const reason = file.includes('-----BEGIN') ? 'it is not a path' : (errnoOf(error) ?? 'unknown error');
    throw new RenderError('bad_setting', `${name} cannot be read (${reason}). Set it to ${hints[name]}.`);
  }
}

const hints = {
  C2PA_CERTIFICATE: 'the path of the certificate chain in PEM format',
  C2PA_KEY: 'the path of the private key in PEM format',
} as const;

function parseChain(pem: string): X509Certificate[] {
  try {
    const parts = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    const certificates = parts.map((part) => new X509Certificate(part));
    if (certificates.length > 0) return certificates;
  } catch {
    // Reported below: OpenSSL's message only says where its parser stopped.
  }
  throw new RenderError(
    'bad_setting',
    'C2PA_CERTIFICATE is not a certificate chain in PEM format. Put the certificate of the signer first, and those of its issuers behind it.',
  );
}

function parseKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw badKey('is not a private key in PEM format without a passphrase.');
  }
}

function badKey(what: string): RenderError {
  return new RenderError('bad_setting', `The key in C2PA_KEY ${what}`);
}

function checkValidity(certificate: X509Certificate, now: Date): void {
  const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  const name = commonName(certificate);
  if (to < now) {
    throw new RenderError(
      'bad_setting',
      `C2PA_CERTIFICATE: the certificate of ${name} expired at ${to.toISOString()}. Mount a renewed one.`,
    );
  }
  if (from > now) {
    throw new RenderError(
      'bad_setting',
      `C2PA_CERTIFICATE: the certificate of ${name} is not valid before ${from.toISOString()}. Check the clock, or mount another one.`,
    );
  }
}

function checkOrder(certificates: readonly X509Certificate[]): void {
  for (const [i, certificate] of certificates.entries()) {
    const issuer = certificates[i + 1];
    if (!issuer || certificate.checkIssued(issuer)) continue;
    throw new RenderError(
      'bad_setting',
      `C2PA_CERTIFICATE: the certificate of ${commonName(issuer)} did not issue the one before it. Put each certificate before that of its issuer.`,
    );
  }
}

function commonName({ subject }: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? JSON.stringify(subject);
}
