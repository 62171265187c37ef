import { loudnessPerSecond } from './loudness.js';

/** The level that loud speech must have for the network to open the mouth as it does for normal speech. */
const targetDb = -34;
/** A passage is looked at on its own if it is this much quieter than the loudest passage. */
const quieterDb = 24;
/** Speech swings by this much between its usual level and the soft parts of its words; noise does not. */
const swingDb = 12;
/** Below this level there is no speech. */
const softestSpeechDb = -80;
const windowBlocks = 3 * loudnessPerSecond;
const stepBlocks = loudnessPerSecond / 10;
const minRms = 1e-7;

/**
 * The gain that brings quiet speech to a level that the network moves the mouth for, in each hundredth
 * of a second. It follows the level of the speech, not of the whole clip: speech after a louder passage
 * counts like the same words alone. A pause between loud words is never raised.
 * @param loudness root mean square of each hundredth of a second
 * @returns undefined if no part of the voice needs it, as in most voices
 */
export function speechGain(loudness: Float32Array): Float32Array | undefined {
  const levels = Float32Array.from(loudness, (value) => 20 * Math.log10(Math.max(minRms, value)));
  const whole = levelsOf(levels);
  if (whole.loud < softestSpeechDb) return undefined;
  // A recording of one noise has no speech to raise.
  const wholeDb = whole.loud < targetDb && !isSpeech(whole) ? targetDb : whole.loud;
  const passages = quietPassages(levels, wholeDb - quieterDb);
  if (wholeDb >= targetDb && passages.every((level) => level === undefined)) return undefined;
  return levels.map((_, block) => {
    const passage = passages[Math.floor(block / stepBlocks)];
    // The end of a louder passage may reach into the window of a quiet one.
    const near = levels.subarray(Math.max(0, block - 2), block + 3);
    const level = passage === undefined ? wholeDb : Math.max(passage, ...near);
    return 10 ** (Math.max(0, targetDb - level) / 20);
  });
}

interface Levels {
  readonly loud: number;
  readonly usual: number;
  readonly soft: number;
}

function levelsOf(levels: Float32Array): Levels {
  const sorted = levels.slice().sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? -Infinity;
  return { loud: at(0.95), usual: at(0.5), soft: at(0.1) };
}

function isSpeech({ loud, usual, soft }: Levels): boolean {
  return loud >= softestSpeechDb && usual - soft >= swingDb;
}

/**
 * The level of the quiet speech at each tenth of a second; undefined where nothing is spoken. One
 * window that contains a tenth is enough, so that a louder passage next to it does not count.
 */
function quietPassages(levels: Float32Array, below: number): (number | undefined)[] {
  const steps = Math.ceil(levels.length / stepBlocks);
  const quiet = Array.from({ length: steps }, (_, step) => {
    const window = levels.subarray(step * stepBlocks, step * stepBlocks + windowBlocks);
    if (window.length < Math.min(windowBlocks, levels.length)) return undefined;
    const found = levelsOf(window);
    return found.loud < below && isSpeech(found) ? found.loud : undefined;
  });
  const reach = windowBlocks / stepBlocks - 1;
  return quiet.map((_, step) => {
    const covering = quiet.slice(Math.max(0, step - reach), step + 1).filter((level) => level !== undefined);
    return covering.length > 0 ? Math.max(...covering) : undefined;
  });
}
