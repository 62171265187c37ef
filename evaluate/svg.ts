/* Shapes of an SVG drawing, as markup. */

/** @param anchor which part of the text lies at `x`: `start`, `middle`, or `end` */
export function label(
  x: number,
  y: number,
  text: string,
  size: number,
  color: string,
  anchor: string,
): string {
  const safe = text.replace(/[&<>]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
  return `<text x="${x.toFixed(1)}" y="${String(y)}" font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="${String(size)}" fill="${color}" text-anchor="${anchor}">${safe}</text>`;
}

export function rectangle(x: number, y: number, width: number, height: number, color: string): string {
  return `<rect x="${x.toFixed(1)}" y="${String(y)}" width="${width.toFixed(1)}" height="${String(height)}" fill="${color}"/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, color: string): string {
  return `<path d="M${x1.toFixed(1)} ${String(y1)}L${x2.toFixed(1)} ${String(y2)}" stroke="${color}"/>`;
}
