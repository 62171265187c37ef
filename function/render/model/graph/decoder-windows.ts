import { mouthWindow } from '../../face/face-geometry.js';
import type { Span, Window } from '../../picture/geometry.js';
import { wav2lip } from '../layers/network.js';

/**
 * The window that each decoder block must compute so that `mouthWindow` is correct: the window itself
 * and, at each stage, a halo of one pixel for every 3×3 convolution that follows. All layers of a
 * block keep its window; the zeros that they pad with at its inner edges affect only the halo.
 * @returns one window for each block of the decoder; the first is 1×1
 */
export function decoderWindows(window: Window = mouthWindow): readonly Window[] {
  const windows: Window[] = [];
  let needed = grow(window, haloOf(wav2lip.output));
  for (const block of [...wav2lip.faceDecoder].reverse()) {
    needed = grow(needed, haloOf(block));
    windows.unshift(needed);
    const [first] = block;
    if (first?.transposed) needed = first.stride[0] === 2 ? halve(needed) : fullWindow(1);
  }
  return windows;
}

/**
 * The padding with which ONNX's ConvTranspose turns `input` into exactly the `output` window of the
 * network's own layer. A kernel of 3 with stride 2 maps input i to outputs 2i−1 … 2i+1; the network's
 * stride-1 layer (padding 0) maps it to i … i+2.
 * @returns `[top, left, bottom, right]`
 */
export function croppingPads(input: Window, output: Window, stride: number): readonly number[] {
  const crop = (from: Span, to: Span): [number, number] =>
    stride === 2
      ? [to.from - (2 * from.from - 1), 2 * from.to - to.to]
      : [to.from - from.from, from.to + 2 - to.to];
  const [top, bottom] = crop(input.rows, output.rows);
  const [left, right] = crop(input.columns, output.columns);
  return [top, left, bottom, right];
}

/** The window of a whole feature map. */
export function fullWindow(size: number): Window {
  return { size, rows: { from: 0, to: size }, columns: { from: 0, to: size } };
}

function haloOf(
  layers: readonly { readonly kernel: readonly [number, number]; readonly transposed?: object }[],
) {
  return layers.filter(({ kernel, transposed }) => kernel[0] === 3 && !transposed).length;
}

function grow(window: Window, by: number): Window {
  return map(window, window.size, ({ from, to }) => ({
    from: Math.max(0, from - by),
    to: Math.min(window.size, to + by),
  }));
}

/** The inputs of an upsampling layer that its outputs in `window` depend on. */
function halve(window: Window): Window {
  const size = window.size / 2;
  return map(window, size, ({ from, to }) => ({
    from: Math.floor(from / 2),
    to: Math.min(size, Math.floor(to / 2) + 1),
  }));
}

function map(window: Window, size: number, change: (span: Span) => Span): Window {
  return { size, rows: change(window.rows), columns: change(window.columns) };
}
