/** Four numbers between those of a grid `[rows, columns, 4]`, linearly; beyond it the outermost repeat. */
@inline
export function linearAt(grid: usize, rows: i32, columns: i32, x: f32, y: f32): v128 {
  const px = min(max(x, 0), <f32>(columns - 1));
  const py = min(max(y, 0), <f32>(rows - 1));
  const column = min(<i32>px, columns - 2);
  const row = min(<i32>py, rows - 2);
  const at = grid + <usize>((row * columns + column) << 4);
  const below = at + <usize>(columns << 4);
  const across = f32x4.splat(px - <f32>column);
  const upper = mix(v128.load(at), v128.load(at, 16), across);
  const lower = mix(v128.load(below), v128.load(below, 16), across);
  return mix(upper, lower, f32x4.splat(py - <f32>row));
}

@inline
function mix(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), share));
}
