/*
 * An affine map from a pixel of the patch to the grid of the networks, so that a tilted head needs nothing
 * else.
 */

/** The map, f32: `place = x · acrossX + y · downX + originX`, and the same for the row. */
let acrossX: f32 = 0;
let acrossY: f32 = 0;
let downX: f32 = 0;
let downY: f32 = 0;
let originX: f32 = 0;
let originY: f32 = 0;

export function setMap(ax: f32, ay: f32, dx: f32, dy: f32, ox: f32, oy: f32): void {
  acrossX = ax;
  acrossY = ay;
  downX = dx;
  downY = dy;
  originX = ox;
  originY = oy;
}

@inline
export function placeX(x: f32, y: f32): f32 {
  return x * acrossX + y * downX + originX;
}

@inline
export function placeY(x: f32, y: f32): f32 {
  return x * acrossY + y * downY + originY;
}

/** The nearest byte. */
@inline
export function toByte(value: f32): u8 {
  return <u8>min(255, max(0, <i32>nearest(value)));
}
