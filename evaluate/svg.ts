import type { Rectangle } from '../function/render/picture/geometry.js';

/* Shapes of an SVG drawing, as markup. */

interface Label {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly color: string;
  /** Which part of the text lies at `x`. */
  readonly anchor: 'start' | 'middle' | 'end';
}

export function label(text: string, { x, y, size, color, anchor }: Label): string {
  const safe = text.replace(/[&<>]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
  return `<text x="${x.toFixed(1)}" y="${String(y)}" font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="${String(size)}" fill="${color}" text-anchor="${anchor}">${safe}</text>`;
}

export function rectangle({ x, y, width, height }: Rectangle, color: string): string {
  return `<rect x="${x.toFixed(1)}" y="${String(y)}" width="${width.toFixed(1)}" height="${String(height)}" fill="${color}"/>`;
}

export function verticalLine(x: number, [top, bottom]: readonly [number, number], color: string): string {
  return `<path d="M${x.toFixed(1)} ${String(top)}L${x.toFixed(1)} ${String(bottom)}" stroke="${color}"/>`;
}
