import { constants, type KeyObject, type SigningOptions } from 'node:crypto';

/** How a kind of key signs. C2PA specification 2.1, 13.2.1. */
export interface SigningAlgorithm {
  /** The library's name for it. */
  readonly name: 'es256' | 'es384' | 'es512' | 'ps256' | 'ed25519';
  /** Its number in the IANA's registry of COSE algorithms. */
  readonly coseId: number;
  /** Undefined for keys that hash by themselves. */
  readonly hash: string | undefined;
  readonly options: SigningOptions & { readonly dsaEncoding?: 'ieee-p1363' };
}

const elliptic = (name: 'es256' | 'es384' | 'es512', coseId: number, hash: string): SigningAlgorithm => ({
  name,
  coseId,
  hash,
  options: { dsaEncoding: 'ieee-p1363' },
});

const curves: Readonly<Record<string, SigningAlgorithm>> = {
  prime256v1: elliptic('es256', -7, 'sha256'),
  secp384r1: elliptic('es384', -35, 'sha384'),
  secp521r1: elliptic('es512', -36, 'sha512'),
};

const rsaPss: SigningAlgorithm = {
  name: 'ps256',
  coseId: -37,
  hash: 'sha256',
  options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
};

const ed25519: SigningAlgorithm = { name: 'ed25519', coseId: -8, hash: undefined, options: {} };

const minRsaBits = 2048;

/** The algorithm for a private key; undefined if C2PA does not allow such keys. */
export function signingAlgorithm({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject) {
  switch (asymmetricKeyType) {
    case 'ec':
      return curves[asymmetricKeyDetails?.namedCurve ?? ''];
    case 'rsa':
    case 'rsa-pss':
      return (asymmetricKeyDetails?.modulusLength ?? 0) >= minRsaBits ? rsaPss : undefined;
    case 'ed25519':
      return ed25519;
    default:
      return undefined;
  }
}
