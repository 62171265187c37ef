import type { Face } from '../face/face.js';
import { networkBox } from '../face/face-geometry.js';
import type { Point, Rectangle } from '../picture/geometry.js';
import type { MotionStrengths } from '../../../domain/motion-presets.js';
import type { Picture } from '../picture/decode-picture.js';
import { eyeBounds, eyeFrame, eyePixels } from './eyes/eye-crop.js';
import { headCrop } from './head/head-crop.js';
import { headPixels } from './head/head-pixels.js';
import type { EyeContours } from '../face/face-contours.js';
import type { RunNetwork } from '../gpu/network-run.js';
import type { DrawnMouths } from '../portrait/drawn-mouths.js';
import type { OwnTeeth } from '../portrait/inside/own-teeth.js';
import { wideMouthMel } from '../portrait/inside/wide-mouth.js';
import type { PortraitTensors } from '../portrait/portrait-tensors.js';
import { findHeadFields, findEyelidFields } from './motion-networks.js';
import { isOpenEye } from './eyes/open-eye.js';
import type { EyeInput, HeadInput, SceneInput } from './scene.js';

/** The largest angle of a pose, radians: 5 degrees. */
const maxAngle = (5 * Math.PI) / 180;

/** What the compositor needs to know about a portrait, as the engine prepared it. */
export type ScenePortrait = Pick<SceneInput, 'patch' | 'mask' | 'window'> & {
  readonly picture: Picture;
  readonly face: Face;
  readonly teeth?: OwnTeeth | undefined;
  readonly tensors: Pick<PortraitTensors, 'tone'>;
};

/** Draws the mouths of the portrait that was set. */
export interface MouthDrawer {
  drawMouths(mel: Float32Array): Promise<DrawnMouths>;
}

/** A scene in which a portrait moves. */
export interface PreparedScene {
  readonly scene: SceneInput;
  /** Blinking was asked for, but no eyes were found in the picture. */
  readonly lacksEyes: boolean;
}

/**
 * A scene in which only the mouth moves.
 * @param drawer draws a wide open mouth of this portrait, to see where it parts the lips
 */
export async function stillScene(
  drawer: MouthDrawer,
  { picture, patch, mask, window, face: { contours }, tensors: { tone }, teeth }: ScenePortrait,
): Promise<SceneInput> {
  const scene = { picture, patch, mask, window, eyes: [], lids: [] };
  const wide = contours && (await drawer.drawMouths(wideMouthMel())).detail;
  return contours && wide ? { ...scene, look: { contours, tone, wideMotion: wide.motion, teeth } } : scene;
}

/** Asks the networks once for a portrait how its head and its lids move. */
export async function prepareScene(
  drawer: MouthDrawer,
  run: RunNetwork,
  portrait: ScenePortrait,
  motion: MotionStrengths,
): Promise<PreparedScene> {
  const { picture, face } = portrait;
  const box = networkBox(face);
  const crop = headCrop(box);
  const [still, { fields, person, eyeCorners }] = await Promise.all([
    stillScene(drawer, portrait),
    headPixels(picture, crop).then((pixels) => findHeadFields(run, pixels, crop)),
  ]);
  const lids = motion.blink > 0 ? eyesInPicture(picture, face) : [];
  const findsEyes = motion.blink > 0 && face.contours === undefined;
  const eyes = findsEyes ? await findEyes(run, picture, eyeCorners, box) : [];
  const angle = maxAngle * motion.head;
  const range = { yaw: angle, pitch: angle, roll: angle, breath: motion.breath };
  const head: HeadInput = { fields, person, crop, box, range };
  return {
    scene: {
      ...still,
      eyes,
      lids,
      ...((motion.head > 0 || motion.breath > 0) && { head }),
    },
    lacksEyes: motion.blink > 0 && eyes.length === 0 && lids.length === 0,
  };
}

/** The contours of eyes that lie in the picture. Whether their lids can close is seen when they are drawn. */
function eyesInPicture({ width, height }: Picture, { contours }: Face): EyeContours[] {
  return (contours?.eyes ?? []).filter((eye) =>
    [...eye.upper, ...eye.lower].every(([x, y]) => x >= 0 && y >= 0 && x < width && y < height),
  );
}

/** Both eyes; none unless both are in the picture, open, and can be closed. */
async function findEyes(
  run: RunNetwork,
  picture: Picture,
  corners: readonly [Point, Point, Point, Point],
  box: Rectangle,
): Promise<EyeInput[]> {
  const aspect = box.height / box.width;
  const frames = [
    eyeFrame(corners[0], corners[1], aspect, true),
    eyeFrame(corners[2], corners[3], aspect, false),
  ];
  const isOutside = frames.some((frame) => {
    const { width, height } = eyeBounds(frame, picture);
    return width === 0 || height === 0;
  });
  if (isOutside) return [];
  const found = await findEyelidFields(
    run,
    frames.map((frame) => eyePixels(picture, frame)),
  );
  const isOpen = found.every(({ coversAtRest, covers }) =>
    isOpenEye(coversAtRest, covers.subarray(-coversAtRest.length)),
  );
  if (!isOpen) return [];
  return frames.flatMap((frame, index) => {
    const lids = found[index];
    return lids ? [{ frame, flows: lids.flows, covers: lids.covers }] : [];
  });
}
