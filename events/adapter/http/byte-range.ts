import type { ByteRange } from '../../../storage/store.js';

/**
 * Reads a Range header (RFC 9110, § 14.1.2). Only a single range is supported; several ranges, and
 * anything malformed, are ignored, as the RFC allows.
 * @returns `unsatisfiable` if the range starts past the end
 */
export function readRange(
  header: string | undefined,
  totalBytes: number,
): Required<ByteRange> | 'unsatisfiable' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header?.replaceAll(' ', '') ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  if (from === '') {
    const suffix = Number(to);
    return suffix === 0 ? 'unsatisfiable' : { first: Math.max(0, totalBytes - suffix), last: totalBytes - 1 };
  }
  const first = Number(from);
  const last = to === '' ? totalBytes - 1 : Math.min(Number(to), totalBytes - 1);
  if (first >= totalBytes) return 'unsatisfiable';
  return last < first ? undefined : { first, last };
}
