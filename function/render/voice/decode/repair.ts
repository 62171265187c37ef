/** Replaces samples that are not finite numbers with 0, in place: encoders refuse them. */
export function repair(samples: Float32Array): void {
  for (let i = 0; i < samples.length; i++) {
    if (!Number.isFinite(samples[i])) samples[i] = 0;
  }
}
