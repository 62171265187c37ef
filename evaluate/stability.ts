import { mouthsBetween, type DrawnMouths } from '../function/render/portrait/drawn-mouths.js';
import { poseAtRest } from '../function/render/motion/pose.js';
import type { Portrait } from '../function/render/portrait/portrait.js';
import { silence } from '../function/render/voice/features/mel.js';
import type { Wav2LipEngine } from '../function/render/inference/engine.js';
import { melBands, melWindowColumns } from '../function/render/voice/features/mel-shape.js';
import type { Stage } from './stage.js';

/** How stable a mouth is when nothing should move it. */
export interface Stability {
  /**
   * PSNR between the portrait's own mouth and the network's drawing for silence, where the mask shows
   * more than half of it. (A render shows the portrait's own mouth in silence, but this one in pauses
   * between words.)
   */
  readonly psnrDb: number;
  /** Largest difference, of 255, between mouths computed from identical windows. */
  readonly flicker: number;
}

const window = melBands * melWindowColumns;

/**
 * Measures the engine's current portrait.
 * @param windows of a voice, each `[80, 16]`
 */
export async function measureStability(
  engine: Wav2LipEngine,
  portrait: Pick<Portrait, 'mask'>,
  stage: Stage,
  windows: readonly Float32Array[],
): Promise<Stability> {
  const show = async (mouths: DrawnMouths) => {
    const frame = await stage.compositor.draw({ pose: poseAtRest, mouth: { ...mouths, strength: 1 } });
    return stage.patchOf(frame);
  };
  const drawn = await engine.drawMouths(new Float32Array(window).fill(silence));
  return {
    psnrDb: psnrInMask(await show(drawn), stage.rest, portrait.mask),
    flicker: await flicker(engine, windows, show),
  };
}

/**
 * Peak signal-to-noise ratio of RGB pixels where `mask` exceeds one half; infinite if they are equal.
 */
export function psnrInMask(drawn: Uint8Array, still: Uint8Array, mask: Float32Array): number {
  let squares = 0;
  let count = 0;
  for (const [pixel, weight] of mask.entries()) {
    if (weight <= 0.5) continue;
    for (let at = 3 * pixel; at < 3 * pixel + 3; at++) {
      squares += ((drawn[at] ?? 0) - (still[at] ?? 0)) ** 2;
      count++;
    }
  }
  return 10 * Math.log10((255 ** 2 * count) / squares);
}

/** Computes each window alone, and again among others. */
async function flicker(
  engine: Wav2LipEngine,
  windows: readonly Float32Array[],
  show: (mouths: DrawnMouths) => Promise<Uint8Array>,
): Promise<number> {
  const together = new Float32Array(windows.length * window);
  for (const [i, mel] of windows.entries()) together.set(mel, i * window);
  const all = await engine.drawMouths(together);
  let max = 0;
  for (const [i, mel] of windows.entries()) {
    const alone = await show(await engine.drawMouths(mel));
    const again = await show(mouthsBetween(all, i, i + 1));
    for (const [at, value] of alone.entries()) max = Math.max(max, Math.abs(value - (again[at] ?? 0)));
  }
  return max;
}
