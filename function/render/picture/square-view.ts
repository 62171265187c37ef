import type { Point } from './geometry.js';
import { sampleBilinear } from './bilinear.js';
import type { Picture } from './decode-picture.js';

/** A square in the plane of a picture, which may be rotated and may reach beyond the picture. */
export interface FaceView {
  readonly center: Point;
  /** Pixels of the picture. */
  readonly side: number;
  /** Rotation of the square, clockwise; a face with this tilt is upright in the view. */
  readonly degrees: number;
}

/** Maximum number of samples per pixel in each direction. */
const maxSteps = 2;

/**
 * Samples a view. If it is scaled down, each pixel is the mean of several samples.
 * @returns `[size, size, 3]` RGB 0..255; black beyond the picture
 */
export function sampleView(picture: Picture, view: FaceView, size: number): Uint8Array {
  const steps = Math.min(maxSteps, Math.max(1, Math.ceil(view.side / size)));
  const toPicture = viewToPicture(view, size * steps);
  const [startX, startY] = toPicture([0.5, 0.5]);
  const [nextX, nextY] = toPicture([1.5, 0.5]);
  const [across, down] = [nextX - startX, nextY - startY];
  const { width, height } = picture;
  const planes = [0, 1, 2].map((first) => ({ values: picture.rgb, first, step: 3, width, height }));
  const rgb = new Uint8Array(size * size * 3);
  const sums = new Float32Array(3);
  for (let pixel = 0; pixel < size * size; pixel++) {
    const left = (pixel % size) * steps;
    const top = Math.floor(pixel / size) * steps;
    sums.fill(0);
    for (let row = top; row < top + steps; row++) {
      for (let column = left; column < left + steps; column++) {
        const x = startX + column * across - row * down;
        const y = startY + column * down + row * across;
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        for (const [channel, plane] of planes.entries())
          sums[channel] = (sums[channel] ?? 0) + sampleBilinear(plane, x, y);
      }
    }
    for (let channel = 0; channel < 3; channel++) {
      rgb[3 * pixel + channel] = Math.round((sums[channel] ?? 0) / (steps * steps));
    }
  }
  return rgb;
}

/** Converts points of the picture to points of a view that is sampled with `size` pixels. */
export function pictureToView({ center, side, degrees }: FaceView, size: number): (point: Point) => Point {
  const radians = (degrees * Math.PI) / 180;
  const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
  return ([x, y]) => {
    const [across, down] = [x - center[0], y - center[1]];
    return [
      ((across * cosine + down * sine) / side + 0.5) * size,
      ((down * cosine - across * sine) / side + 0.5) * size,
    ];
  };
}

/** Converts points of a view that was sampled with `size` pixels to points of the picture. */
export function viewToPicture({ center, side, degrees }: FaceView, size: number): (point: Point) => Point {
  const radians = (degrees * Math.PI) / 180;
  const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
  return ([x, y]) => {
    const [across, down] = [(x / size - 0.5) * side, (y / size - 0.5) * side];
    return [center[0] + across * cosine - down * sine, center[1] + across * sine + down * cosine];
  };
}
