import sharp, { type OverlayOptions } from 'sharp';
import type { Picture } from '../function/render/portrait/decode-picture.js';
import type { Portrait } from '../function/render/portrait/portrait.js';
import { sampleRateHz } from '../function/render/voice/mel.js';
import type { GroundTruth } from './clips.js';
import { percentile } from './score.js';
import type { RenderedClip } from './render-clip.js';
import { rawPicture } from '../function/render/portrait/raw-picture.js';

/** What a contact sheet shows. */
export interface SheetSubject {
  readonly title: string;
  readonly portrait: Portrait;
  readonly performance: RenderedClip;
  readonly fps: number;
  /** The voice, mono 16 kHz. */
  readonly samples: Float32Array;
  /** The timing of what is said, if it is known. */
  readonly truth?: GroundTruth;
  readonly fromSeconds: number;
}

const columns = 16;
const tile = { width: 116, height: 108 };
/** The part of the face box in a tile: this share of its width, down to just below the chin. */
const shown = { width: 0.8, bottom: 1.05 };
const gap = 4;
const margin = 20;
const framesToTile = 2;
const heights = { title: 46, wave: 64, sounds: 24, curve: 56 };
const ink = {
  text: '#1d2733',
  soft: '#8a97a6',
  wave: '#6f8aa5',
  truth: '#b9c6d3',
  measured: '#c0392b',
  closed: '#f8e5b5',
};

/**
 * Draws frames in rows, each below its part of the voice: the waveform, the sounds, and the mouth
 * opening, gray as it should be and red as measured.
 * @returns a PNG
 */
export async function drawSheet(subject: SheetSubject, rows: number): Promise<Buffer> {
  const width = 2 * margin + columns * (tile.width + gap) - gap;
  const rowHeight = heights.wave + heights.sounds + heights.curve + tile.height + 18;
  const height = heights.title + rows * rowHeight + margin / 2;
  const first = Math.floor(subject.fromSeconds * subject.fps);
  const drawings: string[] = [
    label(margin, 30, subject.title, 18, ink.text, 'start'),
    label(
      width - margin,
      30,
      subject.truth ? 'mouth opening: gray expected, red measured' : 'mouth opening: red measured',
      13,
      ink.soft,
      'end',
    ),
  ];
  const tiles: OverlayOptions[] = [];
  for (let row = 0; row < rows; row++) {
    const top = heights.title + row * rowHeight;
    const frame = first + row * columns * framesToTile;
    drawings.push(...heard(subject, frame, top));
    for (let column = 0; column < columns; column++) {
      const seen = subject.performance.patches[frame + column * framesToTile];
      if (!seen) continue;
      tiles.push({
        input: await lowerFace(subject.portrait, seen),
        left: margin + column * (tile.width + gap),
        top: top + heights.wave + heights.sounds + heights.curve + 4,
      });
    }
  }
  const size = `width="${String(width)}" height="${String(height)}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><rect ${size} fill="white"/>${drawings.join('')}</svg>`;
  const drawn = await sharp(Buffer.from(svg))
    .composite(tiles)
    .removeAlpha()
    .toColorspace('srgb')
    .raw()
    .toBuffer();
  return sharp(drawn, { raw: { width, height, channels: 3 } })
    .png({ palette: true, quality: 95, effort: 8, compressionLevel: 9 })
    .toBuffer();
}

/** Waveform, sounds, and curves of one row. */
function heard(subject: SheetSubject, firstFrame: number, top: number): string[] {
  const { fps, samples, truth, performance } = subject;
  const from = firstFrame / fps;
  const seconds = (columns * framesToTile) / fps;
  const across = columns * (tile.width + gap) - gap;
  const x = (time: number) => margin + Math.min(1, Math.max(0, (time - from) / seconds)) * across;
  const soundsTop = top + heights.wave;
  const curveTop = soundsTop + heights.sounds;
  const drawings: string[] = [];
  for (const [start, end, sound] of truth?.sounds ?? []) {
    if (end <= from || start >= from + seconds || sound === 'rest') continue;
    const [left, right] = [x(start), x(end)];
    if (sound === 'm') {
      const tall = heights.wave + heights.sounds + heights.curve;
      drawings.push(rectangle(left, top, right - left, tall, ink.closed));
    }
    drawings.push(
      line(left, soundsTop + 2, left, curveTop - 2, ink.soft),
      label((left + right) / 2, soundsTop + 17, sound, 14, ink.text, 'middle'),
    );
  }
  drawings.push(wave(samples, from, seconds, across, top));
  const frames = Array.from({ length: columns * framesToTile }, (_, i) => firstFrame + i);
  const curve = (values: readonly number[], color: string, thickness: number) => {
    const full = percentile(values, 0.98);
    const points = frames
      .filter((frame) => frame < values.length)
      .map((frame) => {
        const height = Math.min(1, Math.max(0, (values[frame] ?? 0) / full)) * (heights.curve - 8);
        return `${x((frame + 0.5) / fps).toFixed(1)},${(curveTop + heights.curve - 2 - height).toFixed(1)}`;
      });
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${color}" stroke-width="${String(thickness)}" stroke-linejoin="round"/>`;
  };
  if (truth) drawings.push(curve(truth.opening, ink.truth, 6));
  drawings.push(curve(performance.openings, ink.measured, 2));
  return drawings;
}

/** The maximum and minimum sample of every two pixels. */
function wave(samples: Float32Array, from: number, seconds: number, across: number, top: number): string {
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-3);
  const perPixel = (seconds * sampleRateHz) / across;
  const middle = top + heights.wave / 2;
  const strokes: string[] = [];
  for (let pixel = 0; pixel < across; pixel += 2) {
    const start = Math.floor(from * sampleRateHz + pixel * perPixel);
    const part = samples.subarray(start, Math.ceil(start + 2 * perPixel));
    if (part.length === 0) break;
    const reach = (value: number) => middle - (value / loudest) * (heights.wave / 2 - 2);
    const [high, low] = [
      reach(part.reduce((a, b) => Math.max(a, b))),
      reach(part.reduce((a, b) => Math.min(a, b))),
    ];
    strokes.push(`M${String(margin + pixel)} ${(high - 0.5).toFixed(1)}V${(low + 0.5).toFixed(1)}`);
  }
  return `<path d="${strokes.join('')}" stroke="${ink.wave}" stroke-width="1.4"/>`;
}

/** The face from its nose to its chin, with a patch in its place. */
async function lowerFace({ picture, face, patch }: Portrait, pixels: Uint8Array): Promise<Buffer> {
  const { width, height, rgb } = picture;
  const { box } = face;
  const across = Math.round(shown.width * box.width);
  const tall = Math.min(height, Math.round((across * tile.height) / tile.width));
  const top = Math.min(height - tall, Math.max(0, Math.round(box.y + shown.bottom * box.height - tall)));
  const left = box.x + Math.round((box.width - across) / 2);
  const raw = { width: patch.width, height: patch.height, channels: 3 as const };
  const whole = await rawPicture({ rgb, width, height })
    .composite([{ input: Buffer.from(pixels), raw, left: patch.x, top: patch.y }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return cutOut({ rgb: whole, width, height }, { left, top, width: across, height: tall });
}

function cutOut(
  { rgb, width, height }: Picture,
  region: { left: number; top: number; width: number; height: number },
): Promise<Buffer> {
  return rawPicture({ rgb, width, height })
    .extract(region)
    .resize(tile.width, tile.height, { fit: 'fill' })
    .png()
    .toBuffer();
}

function label(x: number, y: number, text: string, size: number, color: string, anchor: string): string {
  const safe = text.replace(/[&<>]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
  return `<text x="${x.toFixed(1)}" y="${String(y)}" font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="${String(size)}" fill="${color}" text-anchor="${anchor}">${safe}</text>`;
}

function rectangle(x: number, y: number, width: number, height: number, color: string): string {
  return `<rect x="${x.toFixed(1)}" y="${String(y)}" width="${width.toFixed(1)}" height="${String(height)}" fill="${color}"/>`;
}

function line(x1: number, y1: number, x2: number, y2: number, color: string): string {
  return `<path d="M${x1.toFixed(1)} ${String(y1)}L${x2.toFixed(1)} ${String(y2)}" stroke="${color}"/>`;
}
