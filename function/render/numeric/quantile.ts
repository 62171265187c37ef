/** The value below which a share of the values lies, 0..1; 0 without values. */
export function quantile(values: readonly number[], share: number): number {
  return Float64Array.from(values).sort()[Math.floor(share * (values.length - 1))] ?? 0;
}
