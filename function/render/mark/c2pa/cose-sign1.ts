import { sign, type KeyObject } from 'node:crypto';
import { RenderError } from '../../../../errors/render-error.js';
import { encodeCbor, encodeTagged, type CborValue } from './cbor.js';
import type { SigningAlgorithm } from './signing-algorithm.js';

/** What a signature is made with. */
export interface SigningKey {
  readonly key: KeyObject;
  readonly algorithm: SigningAlgorithm;
  /** The certificates in DER, the signer's first. */
  readonly chain: readonly Uint8Array[];
}

/** Returns the RFC 3161 time stamp token of a message. */
export type TimestampSource = (message: Uint8Array) => Promise<Uint8Array>;

/** Labels of COSE headers: RFC 9052, 3.1, and RFC 9360, 2. */
const labels = { algorithm: 1, certificates: 33 } as const;
const sign1Tag = 18;
/** The byte string that fills the signature up to its size; from here on its head has 3 bytes. */
const minPadding = 256;

/**
 * A COSE_Sign1 signature (RFC 9052, 4.2) of a claim in the form that the C2PA specification 2.1, 13.2
 * requires: the certificates are protected, the claim is detached, and the time stamp (`sigTst2`) is a
 * countersignature of the signature.
 * @param size the exact number of bytes, which is reserved before the claim is hashed
 * @throws RenderError `mark_failed` if the time stamp does not fit
 */
export async function coseSign1(
  claim: Uint8Array,
  { key, algorithm, chain }: SigningKey,
  size: number,
  timestamp?: TimestampSource,
): Promise<Buffer> {
  const [only] = chain;
  const certificates: CborValue = chain.length === 1 && only ? only : chain;
  const header: [number, CborValue][] = [
    [labels.algorithm, algorithm.coseId],
    [labels.certificates, certificates],
  ];
  const protectedHeader = encodeCbor(new Map(header));
  const structure = (context: string, payload: Uint8Array) =>
    encodeCbor([context, protectedHeader, new Uint8Array(), payload]);
  const signature = sign(algorithm.hash, structure('Signature1', claim), { key, ...algorithm.options });

  const unprotected = new Map<string, CborValue>();
  if (timestamp) {
    const token = await timestamp(structure('CounterSignature', encodeCbor(signature)));
    unprotected.set('sigTst2', new Map([['tstTokens', [new Map([['val', token]])]]]));
  }
  const padded = (padding: number) => {
    unprotected.set('pad', new Uint8Array(padding));
    return encodeTagged(sign1Tag, [protectedHeader, unprotected, null, signature]);
  };
  const missing = size - padded(minPadding).length;
  if (missing < 0) {
    throw new RenderError(
      'mark_failed',
      `The signature is ${String(-missing)} bytes larger than the space reserved for it. Use a time stamp authority whose answers are smaller.`,
    );
  }
  return padded(minPadding + missing);
}

/** The bytes to reserve for a signature with a chain, and with a time stamp if there will be one. */
export function signatureSize(chain: readonly Uint8Array[], hasTimestamp: boolean): number {
  const certificateBytes = chain.reduce((sum, { length }) => sum + length + 8, 0);
  return certificateBytes + 2048 + (hasTimestamp ? 16_384 : 0);
}
