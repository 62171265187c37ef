import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { issuedCredentials, openssl } from '../../../../test/fixtures/c2pa-credentials.js';
import { readCredentials, type CredentialFiles } from './credentials.js';

const inTenYears = new Date(Date.now() + 10 * 365 * 24 * 3_600_000);

/** The message with which credentials are rejected. It must not contain anything of the key. */
async function rejection(files: CredentialFiles, now?: Date): Promise<string> {
  const error: unknown = await readCredentials(files, now).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: 'bad_setting' });
  // A cause is logged, and would quote the path.
  const [message, cause] = error instanceof Error ? [error.message, error.cause] : [];
  expect(cause).toBeUndefined();
  return message ?? '';
}

test.each([
  ['p256', 'es256'],
  ['p384', 'es384'],
  ['p521', 'es512'],
  ['rsa', 'ps256'],
  ['ed25519', 'ed25519'],
] as const)('readCredentials signs with a %s key as %s', async (kind, name) => {
  const { algorithm, chain } = await readCredentials(await issuedCredentials({ kind }));
  expect([algorithm.name, chain.length]).toEqual([name, 2]);
});

describe('readCredentials rejects', () => {
  test.each(['secp256k1', 'shortRsa'] as const)('a %s key, which C2PA does not allow', async (kind) => {
    expect(await rejection(await issuedCredentials({ kind }))).toContain(
      'The key in C2PA_KEY is of a kind that C2PA does not allow. Use ECDSA',
    );
  });

  test("another certificate's key", async () => {
    const [{ certificate }, { key }] = await Promise.all([issuedCredentials(), issuedCredentials()]);
    expect(await rejection({ certificate, key })).toBe(
      'The key in C2PA_KEY does not belong to the first certificate of C2PA_CERTIFICATE. Mount the key of that certificate.',
    );
  });

  test('a certificate that has expired', async () => {
    expect(await rejection(await issuedCredentials(), inTenYears)).toMatch(
      /^C2PA_CERTIFICATE: the certificate of Signer expired at 20\d\d-.*Z\. Mount a renewed one\.$/,
    );
  });

  test('a certificate that is not valid yet', async () => {
    expect(await rejection(await issuedCredentials(), new Date('2020-01-01'))).toMatch(
      /^C2PA_CERTIFICATE: the certificate of Signer is not valid before 20\d\d-/,
    );
  });

  test('a chain whose issuer is another authority', async () => {
    const [own, other] = await Promise.all([issuedCredentials(), issuedCredentials()]);
    const signer = (await readFile(own.certificate, 'utf8')).split('-----END CERTIFICATE-----')[0] ?? '';
    const chain = `${signer}-----END CERTIFICATE-----\n${await readFile(other.authority, 'utf8')}`;
    await writeFile(own.certificate, chain);
    expect(await rejection(own)).toContain(
      'C2PA_CERTIFICATE: the certificate of Authority did not issue the one before it.',
    );
  });

  test('files that do not exist', async () => {
    const { certificate, key, folder } = await issuedCredentials();
    const missing = path.join(folder, 'missing');
    expect(await rejection({ certificate: missing, key })).toBe(
      'C2PA_CERTIFICATE cannot be read (ENOENT). Set it to the path of the certificate chain in PEM format.',
    );
    expect(await rejection({ certificate, key: missing })).toContain('C2PA_KEY cannot be read (ENOENT).');
  });

  test('a key in place of its path, without repeating it', async () => {
    const { certificate, key } = await issuedCredentials();
    const message = await rejection({ certificate, key: await readFile(key, 'utf8') });
    expect(message).toBe(
      'C2PA_KEY cannot be read (it is not a path). Set it to the path of the private key in PEM format.',
    );
  });

  test('a key with a passphrase', async () => {
    const { certificate, key, folder } = await issuedCredentials();
    const locked = path.join(folder, 'locked.pem');
    await openssl('pkey', '-in', key, '-aes256', '-passout', 'pass:secret', '-out', locked);
    expect(await rejection({ certificate, key: locked })).toContain('without a passphrase');
  });

  test('files without a certificate or a key', async () => {
    const { certificate, key } = await issuedCredentials();
    expect(await rejection({ certificate: key, key })).toContain(
      'C2PA_CERTIFICATE is not a certificate chain in PEM format.',
    );
    expect(await rejection({ certificate, key: certificate })).toContain('C2PA_KEY is not a private key');
  });
});
