import type { Rectangle } from '../../picture/geometry.js';
import { sampleBilinear } from '../../picture/bilinear.js';
import type { FaceContours } from '../../face/face-contours.js';
import { jawDirection, jawField } from '../../portrait/jaw-field.js';
import { headCropSide } from './head-crop.js';
import { smoothStep } from '../../numeric/smooth-step.js';

/** Pixels between two nodes of the grid on which motion is computed; it is linear in between. */
export const cellSize = 8;

/** Rows and columns of the network's fields. */
const fieldSide = 64;

/** How far breath lifts what is below the chin, relative to the height of the face box. */
const breathLift = 0.009;
/** The head's share of that. */
const headLift = 0.35;

/** Motion of the picture's pixels at the nodes of a grid. */
export interface DisplacementFields {
  /** Nodes across and down. */
  readonly columns: number;
  readonly rows: number;
  /**
   * `[rows · columns]` each: pixels per radian for yaw, pitch, and roll, pixels for a full breath, and for
   * each pixel of the jaw's way.
   */
  readonly x: FieldParts;
  readonly y: FieldParts;
}

type FieldParts = readonly [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];

/** Fields in which nothing moves. */
export function emptyFields(picture: {
  readonly width: number;
  readonly height: number;
}): DisplacementFields {
  const columns = Math.ceil(picture.width / cellSize) + 1;
  const rows = Math.ceil(picture.height / cellSize) + 1;
  const parts = (): FieldParts => {
    const empty = () => new Float32Array(rows * columns);
    return [empty(), empty(), empty(), empty(), empty()];
  };
  return { columns, rows, x: parts(), y: parts() };
}

/** Lets the jaw go down, which belongs to speaking and not to the pose of the head. */
export function addJaw(
  { columns, rows, x, y }: DisplacementFields,
  contours: FaceContours,
  picture: { readonly width: number; readonly height: number },
): void {
  const field = jawField(contours);
  const [directionX, directionY] = jawDirection(contours);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [px, py] = [column * cellSize, row * cellSize];
      const share = field(px, py) * insidePicture(px, py, picture);
      // What is seen at a place comes from above it.
      x[4][row * columns + column] = -share * directionX;
      y[4][row * columns + column] = -share * directionY;
    }
  }
}

/**
 * Where in the picture each pixel of a moved portrait comes from, to first order in the angles.
 * @param fields `[6, 64, 64]`: x and y in pixels of the crop per radian, for yaw, pitch, and roll
 * @param box the face box
 */
export function displacementFields(
  fields: Float32Array,
  crop: Rectangle,
  box: Rectangle,
  picture: { readonly width: number; readonly height: number },
): DisplacementFields {
  const made = emptyFields(picture);
  const { columns, rows } = made;
  const room = headRoom(box, picture);
  const plane = (index: number) => ({
    ...{ values: fields, first: index * fieldSide * fieldSide, width: fieldSide, height: fieldSide },
  });
  const axes = ([0, 1, 2] as const).map((axis) => ({
    ...{ x: plane(2 * axis), y: plane(2 * axis + 1), toX: made.x[axis], toY: made.y[axis] },
  }));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = [column * cellSize, row * cellSize];
      const node = row * columns + column;
      const share = insidePicture(x, y, picture);
      const [cropX, cropY] = [(x - crop.x) / crop.width, (y - crop.y) / crop.height];
      const head = share * room * insideCrop(cropX, cropY);
      made.y[3][node] = share * liftAt(y, box);
      if (head === 0) continue;
      for (const { x: across, y: down, toX, toY } of axes) {
        toX[node] =
          (head * sampleBilinear(across, cropX * fieldSide, cropY * fieldSide) * crop.width) / headCropSide;
        toY[node] =
          (head * sampleBilinear(down, cropX * fieldSide, cropY * fieldSide) * crop.height) / headCropSide;
      }
    }
  }
  return made;
}

/** Nothing moves at the picture's border, so that nothing from beyond it is needed. */
function insidePicture(x: number, y: number, { width, height }: { width: number; height: number }): number {
  const ramp = 0.07 * Math.min(width, height);
  return smoothStep(0, ramp, Math.min(x, width - x)) * smoothStep(0, ramp, Math.min(y, height - y));
}

/** Motion fades out at the sides and the top of the crop; at the bottom it is over anyway. */
function insideCrop(x: number, y: number): number {
  const ramp = 0.08;
  return smoothStep(0, ramp, Math.min(x, 1 - x)) * smoothStep(0, ramp, Math.min(y, 1 - y));
}

/** A head that nearly touches the picture's border moves less: 0.3 .. 1. */
function headRoom({ x, y, width, height }: Rectangle, picture: { width: number; height: number }): number {
  const beside = Math.min(x, picture.width - x - width) / width;
  const above = y / height;
  return 0.3 + 0.7 * smoothStep(0, 0.3, Math.min(beside, above));
}

/** Pixels by which what is seen at a height comes from below: shoulders rise more than the head. */
function liftAt(y: number, box: Rectangle): number {
  const chin = box.y + box.height;
  const share = headLift + (1 - headLift) * smoothStep(chin - 0.1 * box.height, chin + 0.6 * box.height, y);
  return breathLift * box.height * share;
}
