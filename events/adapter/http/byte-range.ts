import type { ByteRange } from '../../../storage/store.js';

/**
 * Reads a Range header (RFC 9110, § 14.1.2). One range is served; several, and whatever is not
 * understood, count as none, as the RFC allows.
 * @returns `unsatisfiable` where the range begins behind the end
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
