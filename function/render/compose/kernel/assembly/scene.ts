/*
 * What the kernel draws: sources, nodes, and the canvas of one region. TypeScript on the other side of the
 * boundary (`kernel.ts` beside this folder) reserves the memory and sets these.
 *
 * A source is a plane in four versions, `sourceSize` bytes apart: as it is, sampled half a pixel right,
 * half a pixel down, and both. Rows are `stride` bytes, with a margin on every side. Chroma planes hold
 * pairs of Cb and Cr at half the resolution, so that their rows are as long as those of luma.
 */

/** Cells of 8 × 8 pixels across and down the region. */
export let columns: i32 = 0;
export let rows: i32 = 0;
/** Bytes of a row in all sources and backgrounds. */
export let stride: i32 = 0;
/** Bytes between the versions of a luma source, and of a chroma source. */
export let lumaSize: usize = 0;
export let pairSize: usize = 0;

/** Addresses of the first pixel: colors, premultiplied with the person's share if there is a matte. */
export let luma: usize = 0;
export let pairs: usize = 0;
/** The person's share, 0..255, for luma, and twice for each pair; 0 without a matte. */
export let share: usize = 0;
export let pairShare: usize = 0;
/** What stays behind the person. */
export let backLuma: usize = 0;
export let backPairs: usize = 0;

/** The region at rest, with closed lids if they are closed; and as it is drawn. Planar 4:2:0. */
export let rest: usize = 0;
export let canvas: usize = 0;

/** `[rows + 1, columns + 1]` i32, eighths of a pixel: displacement, x and y. */
export let nodeX: usize = 0;
export let nodeY: usize = 0;
/** `[rows, columns]` u8: how each cell is drawn, and 1 where it is to be drawn. */
export let kinds: usize = 0;
export let marks: usize = 0;

export function setRegion(
  columnCount: i32,
  rowCount: i32,
  bytesPerRow: i32,
  lumaBytes: i32,
  pairBytes: i32,
): void {
  columns = columnCount;
  rows = rowCount;
  stride = bytesPerRow;
  lumaSize = lumaBytes;
  pairSize = pairBytes;
}

export function setSources(ofLuma: usize, ofPairs: usize, ofShare: usize, ofPairShare: usize): void {
  luma = ofLuma;
  pairs = ofPairs;
  share = ofShare;
  pairShare = ofPairShare;
}

export function setBackground(ofLuma: usize, ofPairs: usize): void {
  backLuma = ofLuma;
  backPairs = ofPairs;
}

export function setCanvas(atRest: usize, drawn: usize): void {
  rest = atRest;
  canvas = drawn;
}

export function setCells(x: usize, y: usize, cellKinds: usize, markedCells: usize): void {
  nodeX = x;
  nodeY = y;
  kinds = cellKinds;
  marks = markedCells;
}

/** A cell that never moves, and one over which the edge of the person passes; others show only the person. */
export const still: u8 = 0;
export const edge: u8 = 2;

/** Memory that is never freed, aligned for vectors. */
export function reserve(bytes: i32): usize {
  return heap.alloc(bytes);
}
