import { sampleRateHz } from '../function/render/voice/features/mel.js';
import { heights, ink, margin } from './sheet-layout.js';

/**
 * Draws the waveform of one row: the maximum and minimum sample of every two pixels.
 * @param samples mono 16 kHz
 * @param time the start and the length of the row, in seconds
 * @param place the width of the row, and its upper edge, in pixels
 * @returns an SVG path
 */
export function drawWaveform(
  samples: Float32Array,
  { from, seconds }: { from: number; seconds: number },
  { across, top }: { across: number; top: number },
): string {
  const maxLevel = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 1e-3);
  const perPixel = (seconds * sampleRateHz) / across;
  const middle = top + heights.wave / 2;
  const strokes: string[] = [];
  for (let pixel = 0; pixel < across; pixel += 2) {
    const start = Math.floor(from * sampleRateHz + pixel * perPixel);
    const part = samples.subarray(start, Math.ceil(start + 2 * perPixel));
    if (part.length === 0) break;
    const reach = (value: number) => middle - (value / maxLevel) * (heights.wave / 2 - 2);
    const [high, low] = [
      reach(part.reduce((a, b) => Math.max(a, b))),
      reach(part.reduce((a, b) => Math.min(a, b))),
    ];
    strokes.push(`M${String(margin + pixel)} ${(high - 0.5).toFixed(1)}V${(low + 0.5).toFixed(1)}`);
  }
  return `<path d="${strokes.join('')}" stroke="${ink.wave}" stroke-width="1.4"/>`;
}
