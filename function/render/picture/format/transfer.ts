/** Light of pixels 0..1 in place of their numbers 0..1; 1 is white, and highlights may be brighter. */
export type Transfer = (rgb: readonly [number, number, number]) => [number, number, number];

const each =
  (toLight: (value: number) => number): Transfer =>
  ([red, green, blue]) => [toLight(red), toLight(green), toLight(blue)];

/** White of a document on a display of high dynamic range, cd/m² (Rec. ITU-R BT.2408). */
const whiteNits = 203;
const hlgPeakNits = 1000;

/** IEC 61966-2-1. */
export const srgb = each((value) => (value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));

export const power = (exponent: number): Transfer => each((value) => value ** exponent);

/** The perceptual quantizer (SMPTE ST 2084). */
export const pq = each((value) => {
  const root = value ** (1 / 78.843_75);
  const light = Math.max(root - 0.835_937_5, 0) / (18.851_562_5 - 18.687_5 * root);
  return (10_000 * light ** (1 / 0.159_301_757_812_5)) / whiteNits;
});

/** Hybrid log-gamma on a display of 1000 cd/m² (Rec. ITU-R BT.2100). */
export const hlg: Transfer = (rgb) => {
  const [red, green, blue] = rgb.map((value) =>
    value <= 0.5 ? value ** 2 / 3 : (Math.exp((value - 0.559_910_73) / 0.178_832_77) + 0.284_668_92) / 12,
  );
  const [r, g, b] = [red ?? 0, green ?? 0, blue ?? 0];
  const gain = ((0.2627 * r + 0.678 * g + 0.0593 * b) ** 0.2 * hlgPeakNits) / whiteNits;
  return [r * gain, g * gain, b * gain];
};

const knee = 0.8;

/** The number 0..255 of a light in sRGB: highlights are compressed above the knee, and negative light is black. */
export function encodeSrgb(light: number): number {
  const shown =
    light <= knee ? Math.max(0, light) : knee + (1 - knee) * (1 - Math.exp((knee - light) / (1 - knee)));
  const value = shown <= 0.003_130_8 ? 12.92 * shown : 1.055 * shown ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, value));
}
