import { networkBox, type Face } from '../face/face.js';
import type { Point, Rectangle } from '../picture/geometry.js';
import type { MotionStrengths } from '../../../domain/motion-presets.js';
import type { Picture } from '../picture/decode-picture.js';
import { eyeBounds, eyeFrame, eyePixels } from './eyes/eye-crop.js';
import { headCrop, headPixels } from './head/head-crop.js';
import type { RunNetwork } from '../gpu/network-run.js';
import { findHeadMotion, findLidMotion } from './motion-networks.js';
import { isOpenEye } from './eyes/open-eye.js';
import type { EyeInput, HeadInput, SceneInput } from './scene.js';

/** The largest angle of a pose, radians: 5 degrees. */
const maxAngle = (5 * Math.PI) / 180;

/** What the compositor needs to know about a portrait, as the engine prepared it. */
export type ScenePortrait = Pick<SceneInput, 'patch' | 'mask' | 'window'> & {
  readonly picture: Picture;
  readonly face: Face;
};

/** A scene in which a portrait moves. */
export interface PreparedScene {
  readonly scene: SceneInput;
  /** Blinking was asked for, but no two open eyes were found. */
  readonly lacksEyes: boolean;
}

/** A scene in which only the mouth moves. */
export function stillScene({ picture, patch, mask, window }: ScenePortrait): SceneInput {
  return { picture, patch, mask, window, eyes: [] };
}

/** Asks the networks once for a portrait how its head and its lids move. */
export async function prepareScene(
  run: RunNetwork,
  portrait: ScenePortrait,
  motion: MotionStrengths,
): Promise<PreparedScene> {
  const { picture, face } = portrait;
  const box = networkBox(face);
  const crop = headCrop(box);
  const { fields, person, eyeCorners } = await findHeadMotion(run, await headPixels(picture, crop), crop);
  const eyes = motion.blink > 0 ? await findEyes(run, picture, eyeCorners, box) : [];
  const angle = maxAngle * motion.head;
  const range = { yaw: angle, pitch: angle, roll: angle, breath: motion.breath };
  const head: HeadInput = { fields, person, crop, box, range };
  return {
    scene: {
      ...stillScene(portrait),
      eyes,
      ...((motion.head > 0 || motion.breath > 0) && { head }),
    },
    lacksEyes: motion.blink > 0 && eyes.length === 0,
  };
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
  const found = await findLidMotion(
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
