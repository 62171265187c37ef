/** Decoders overshoot full scale a little; far larger samples are damaged. */
const maxOvershoot = 4;

/**
 * Replaces samples that encoders refuse, in place: those that are not finite numbers with 0, and huge ones with full
 * scale.
 */
export function repair(samples: Float32Array): void {
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] ?? 0;
    if (!Number.isFinite(sample)) samples[i] = 0;
    else if (Math.abs(sample) > maxOvershoot) samples[i] = Math.sign(sample);
  }
}
