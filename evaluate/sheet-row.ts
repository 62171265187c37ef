import type { GroundTruth } from './clips.js';
import type { RenderedClip } from './render-clip.js';
import { across, columns, framesToTile, heights, ink, margin } from './sheet-layout.js';
import { percentile } from './statistics.js';
import { label, rectangle, verticalLine } from './svg.js';
import { drawWaveform } from './waveform.js';

/** What is drawn above a row of tiles. */
export interface RowSubject {
  readonly fps: number;
  /** The voice, mono 16 kHz. */
  readonly samples: Float32Array;
  /** The timing of what is said, if it is known. */
  readonly truth?: GroundTruth;
  readonly rendered: RenderedClip;
}

/**
 * Draws the waveform, the sounds, and the mouth opening above one row of tiles.
 * @param firstFrame the first frame of the row
 * @param top the upper edge of the row, in pixels
 * @returns SVG shapes
 */
export function drawRow(
  { fps, samples, truth, rendered }: RowSubject,
  firstFrame: number,
  top: number,
): string[] {
  const from = firstFrame / fps;
  const seconds = (columns * framesToTile) / fps;
  const x = (time: number) => margin + Math.min(1, Math.max(0, (time - from) / seconds)) * across;
  const soundsTop = top + heights.wave;
  const curveTop = soundsTop + heights.sounds;
  const drawings: string[] = [];
  for (const [start, end, sound] of truth?.sounds ?? []) {
    if (end <= from || start >= from + seconds || sound === 'rest') continue;
    const [left, right] = [x(start), x(end)];
    if (sound === 'm') {
      const tall = heights.wave + heights.sounds + heights.curve;
      drawings.push(rectangle({ x: left, y: top, width: right - left, height: tall }, ink.closed));
    }
    drawings.push(
      verticalLine(left, [soundsTop + 2, curveTop - 2], ink.soft),
      label(sound, {
        x: (left + right) / 2,
        y: soundsTop + 17,
        size: 14,
        color: ink.text,
        anchor: 'middle',
      }),
    );
  }
  drawings.push(drawWaveform(samples, { from, seconds }, { across, top }));
  const curve = (values: readonly number[], color: string, thickness: number) =>
    drawCurve(values, { firstFrame, x: (frame) => x((frame + 0.5) / fps), top: curveTop, color, thickness });
  if (truth) drawings.push(curve(truth.opening, ink.truth, 6));
  drawings.push(curve(rendered.openings, ink.measured, 2));
  return drawings;
}

interface Curve {
  readonly firstFrame: number;
  /** The horizontal position of a frame's middle. */
  readonly x: (frame: number) => number;
  readonly top: number;
  readonly color: string;
  readonly thickness: number;
}

/** Draws one value per frame, scaled to almost the largest of them. */
function drawCurve(values: readonly number[], { firstFrame, x, top, color, thickness }: Curve): string {
  const full = percentile(values, 0.98);
  const points = Array.from({ length: columns * framesToTile }, (_, i) => firstFrame + i)
    .filter((frame) => frame < values.length)
    .map((frame) => {
      const height = Math.min(1, Math.max(0, (values[frame] ?? 0) / full)) * (heights.curve - 8);
      return `${x(frame).toFixed(1)},${(top + heights.curve - 2 - height).toFixed(1)}`;
    });
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${color}" stroke-width="${String(thickness)}" stroke-linejoin="round"/>`;
}
