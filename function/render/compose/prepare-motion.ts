import { networkBox } from '../face/face.js';
import type { Point, Rectangle } from '../picture/geometry.js';
import type { Portrait } from '../portrait/portrait.js';
import { displacementFields, cellSize } from './displacement.js';
import { eyeFrame, eyePixels } from './eye-crop.js';
import { drawEye, type DrawnEye } from './eyelids.js';
import { headCrop, headPixels } from './head-crop.js';
import type { MotionStrengths } from '../../../domain/motion-presets.js';
import type { RunNetwork } from '../gpu/network-run.js';
import { findHeadMotion, findLidMotion } from './motion-networks.js';
import { movingCells } from './moving-cells.js';
import { MovingPicture, type HeadLayers } from './moving-picture.js';
import { isOpenEye } from './open-eye.js';
import { personMatte } from './person-matte.js';

/** The largest angle of a pose, radians: 5 degrees. */
const maxAngle = (5 * Math.PI) / 180;

/** A portrait that can move. */
export interface PortraitMotion {
  readonly picture: MovingPicture;
  /** Both eyes; none if the portrait does not blink. */
  readonly eyes: readonly DrawnEye[];
  /** Blinking was asked for, but no two open eyes were found. */
  readonly lacksEyes: boolean;
}

/** Computes once for a portrait everything that all poses share. */
export async function prepareMotion(
  run: RunNetwork,
  { picture, face, patch }: Pick<Portrait, 'picture' | 'face' | 'patch'>,
  motion: MotionStrengths,
): Promise<PortraitMotion> {
  const box = networkBox(face);
  const crop = headCrop(box);
  const found = await findHeadMotion(run, await headPixels(picture, crop), crop);
  const eyes = motion.blink > 0 ? await drawEyes(run, picture, found.eyeCorners, box) : [];
  const rectangles = [patch, ...eyes.map(({ rectangle }) => rectangle)];
  let head: HeadLayers | undefined;
  if (motion.head > 0 || motion.breath > 0) {
    const fields = displacementFields(found.fields, crop, box, picture);
    const matte = personMatte(picture, found.person, { crop, box });
    const angle = maxAngle * motion.head;
    const range = { yaw: angle, pitch: angle, roll: angle, breath: motion.breath };
    head = { fields, matte, cells: movingCells(fields, matte.person, picture, range) };
    rectangles.push(head.cells.region);
  }
  return {
    picture: new MovingPicture(picture, wholeCells(rectangles, picture), head),
    eyes,
    lacksEyes: motion.blink > 0 && eyes.length === 0,
  };
}

/** Both eyes at all positions of their lids; none unless both are open and can be closed. */
async function drawEyes(
  run: RunNetwork,
  picture: Portrait['picture'],
  corners: readonly [Point, Point, Point, Point],
  box: Rectangle,
): Promise<DrawnEye[]> {
  const aspect = box.height / box.width;
  const frames = [
    eyeFrame(corners[0], corners[1], aspect, true),
    eyeFrame(corners[2], corners[3], aspect, false),
  ];
  const drawn: DrawnEye[] = [];
  for (const frame of frames) {
    const lids = await findLidMotion(run, eyePixels(picture, frame));
    if (!isOpenEye(lids.coversAtRest, lids.covers.subarray(-lids.coversAtRest.length))) return [];
    drawn.push(drawEye(picture, frame, lids));
  }
  return drawn;
}

/** The smallest rectangle of whole cells of the motion's grid that contains all rectangles. */
function wholeCells(rectangles: readonly Rectangle[], picture: { width: number; height: number }): Rectangle {
  const filled = rectangles.filter(({ width, height }) => width > 0 && height > 0);
  const down = (value: number) => cellSize * Math.floor(value / cellSize);
  const up = (value: number, limit: number) => Math.min(limit, cellSize * Math.ceil(value / cellSize));
  const x = down(Math.min(...filled.map((rectangle) => rectangle.x)));
  const y = down(Math.min(...filled.map((rectangle) => rectangle.y)));
  return {
    x,
    y,
    width: up(Math.max(...filled.map((rectangle) => rectangle.x + rectangle.width)), picture.width) - x,
    height: up(Math.max(...filled.map((rectangle) => rectangle.y + rectangle.height)), picture.height) - y,
  };
}
