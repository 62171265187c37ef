/** A part of a sound, in samples. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

const blockSeconds = 0.01;
/** Relative to the loudest block: −45 dB. */
const relativeLevel = 10 ** (-45 / 20);
/** Absolute silence: −80 dB. */
const silentLevel = 1e-4;
const marginSeconds = 0.05;

/**
 * Finds the part of a sentence that has sound, with a short margin. Some engines put more than a second
 * of silence at the ends.
 * @returns undefined if all of it is silent
 */
export function soundingPart(samples: Float32Array, rateHz: number): Part | undefined {
  const block = Math.max(1, Math.round(blockSeconds * rateHz));
  const levels = blockLevels(samples, block);
  const maxLevel = levels.reduce((max, level) => Math.max(max, level), 0);
  if (maxLevel < silentLevel) return undefined;
  const isSound = (level: number) => level > maxLevel * relativeLevel;
  const margin = Math.round(marginSeconds * rateHz);
  return {
    start: Math.max(0, levels.findIndex(isSound) * block - margin),
    end: Math.min(samples.length, (levels.findLastIndex(isSound) + 1) * block + margin),
  };
}

/** Finds the pauses inside a sentence, in seconds. */
export function findPauses(samples: Float32Array, rateHz: number, minSeconds = 0.08): Part[] {
  const block = Math.max(1, Math.round(blockSeconds * rateHz));
  const levels = blockLevels(samples, block);
  const limit = levels.reduce((max, level) => Math.max(max, level), silentLevel) * relativeLevel;
  const pauses: Part[] = [];
  let start: number | undefined;
  for (const [i, level] of levels.entries()) {
    if (level <= limit) {
      start ??= i;
    } else {
      if (start !== undefined && (i - start) * blockSeconds >= minSeconds)
        pauses.push({ start: start * blockSeconds, end: i * blockSeconds });
      start = undefined;
    }
  }
  return pauses;
}

function blockLevels(samples: Float32Array, block: number): Float32Array {
  return Float32Array.from({ length: Math.ceil(samples.length / block) }, (_, i) => {
    const part = samples.subarray(i * block, (i + 1) * block);
    return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
  });
}
