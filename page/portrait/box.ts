/** A rectangle in whole pixels of a picture, from its top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The corners by which a box can be resized. */
export const corners = ['nw', 'ne', 'sw', 'se'] as const;
export type Corner = (typeof corners)[number];

/** The smallest side that the service accepts. */
const minSide = 16;

/** The box after a move; it keeps its size and stays inside the picture. */
export function moved(box: Box, dx: number, dy: number, picture: Size): Box {
  return {
    ...box,
    x: between(Math.round(box.x + dx), 0, picture.width - box.width),
    y: between(Math.round(box.y + dy), 0, picture.height - box.height),
  };
}

/** The box after one of its corners was moved; the opposite corner stays. */
export function resized(box: Box, corner: Corner, [dx, dy]: readonly [number, number], picture: Size): Box {
  const [left, right] = sides([box.x, box.width], corner.endsWith('w'), dx, picture.width);
  const [top, bottom] = sides([box.y, box.height], corner.startsWith('n'), dy, picture.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The box after it was enlarged or reduced around its middle. */
export function scaled(box: Box, factor: number, picture: Size): Box {
  const [width, height] = [box.width * factor, box.height * factor];
  return fitted(
    { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height },
    picture,
  );
}

/** The nearest box that lies inside the picture and is not too small. */
export function fitted(box: Box, picture: Size): Box {
  const width = between(Math.round(box.width), minSide, picture.width);
  const height = between(Math.round(box.height), minSide, picture.height);
  return moved({ x: Math.round(box.x), y: Math.round(box.y), width, height }, 0, 0, picture);
}

/** The likely position of a face, as a first guess. */
export function likelyBox({ width, height }: Size): Box {
  const side = Math.min(width, height);
  const box = { width: 0.4 * side, height: 0.45 * side };
  return fitted({ ...box, x: (width - box.width) / 2, y: 0.3 * height }, { width, height });
}

function sides(
  [start, length]: readonly [number, number],
  isFirst: boolean,
  by: number,
  limit: number,
): [number, number] {
  const end = start + length;
  return isFirst
    ? [between(Math.round(start + by), 0, end - minSide), end]
    : [start, between(Math.round(end + by), start + minSide, limit)];
}

function between(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value));
}
