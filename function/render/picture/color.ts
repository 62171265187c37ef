/** Red, green, and blue, 0..255. */
export type Color = readonly [red: number, green: number, blue: number];

export function lumaOf([red, green, blue]: Color): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

export function scale([red, green, blue]: Color, factor: number): Color {
  return [red * factor, green * factor, blue * factor];
}

export function multiply(a: Color, b: Color): Color {
  return [a[0] * b[0], a[1] * b[1], a[2] * b[2]];
}

export function add(a: Color, b: Color): Color {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function mix(a: Color, b: Color, share: number): Color {
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), a[2] + share * (b[2] - a[2])];
}
