import { Compositor } from './compose/compositor.js';
import type { SceneInput } from './compose/scene.js';
import { poseAtRest, type Pose } from './motion/pose.js';
import type { Rectangle } from './picture/geometry.js';
import { replaceRegion, toYuv, yuvBytes, type YuvPicture } from './picture/planes.js';
import type { PortraitCutOut } from './portrait/framing/shape-cut-out.js';
import { surroundedPicture } from './surrounded-frames.js';
import { paintSurround } from './picture/surround.js';

/** The colors of a video. */
export interface ColorFrames {
  /** The color at rest. */
  readonly picture: YuvPicture;
  readonly region: Rectangle;
  /** Planes of the region. */
  readonly frames: AsyncIterable<Uint8Array>;
  readonly scene: SceneInput;
  /** How far the jaw is down in a frame, in pixels. */
  readonly jawOf: (frame: Uint8Array) => number;
}

/** What a compositor needs besides its scene. */
export interface DrawingOptions {
  readonly signal: AbortSignal;
  readonly cacheFolder: string;
}

/**
 * Keeps poses as they are read, for those who draw the same frames again.
 * @returns the poses, and those that were read so far; none unless `isKept`
 */
export function keepPoses(
  poses: Iterable<Pose> | undefined,
  isKept: boolean,
): { poses: Iterable<Pose> | undefined; kept: Pose[] } {
  const kept: Pose[] = [];
  if (!poses || !isKept) return { poses, kept };
  const reading = function* () {
    for (const pose of poses) {
      kept.push(pose);
      yield pose;
    }
  };
  return { poses: reading(), kept };
}

/**
 * Puts the alpha of a video below its color, in pictures twice as high.
 * @param kept poses of frames, which are removed as they are drawn
 */
export function stackedVideo(
  color: ColorFrames,
  cutOut: PortraitCutOut,
  kept: Pose[],
  drawing: DrawingOptions,
): { picture: YuvPicture; region: Rectangle; changes: AsyncGenerator<Uint8Array> } {
  const alpha = surroundedPicture(toYuv(cutOut.alpha), cutOut.surround);
  const picture = stackedPicture(color.picture, alpha);
  const region = { x: 0, y: 0, width: picture.width, height: picture.height };
  const stacked = { ...picture, planes: picture.planes.slice() };
  return { picture, region, changes: stackedFrames(color, stacked, cutOut, { ...drawing, kept }) };
}

/**
 * Draws into a stacked picture. A compositor of its own moves alpha like the picture: what it draws as luma
 * is how opaque the frame is, 16 to 235.
 * @yields its planes
 * @throws RenderError `internal`; the reason of the abort
 */
async function* stackedFrames(
  { picture: { height }, region, frames, scene, jawOf }: ColorFrames,
  stacked: YuvPicture,
  { alpha, surround }: PortraitCutOut,
  { signal, cacheFolder, kept }: DrawingOptions & { readonly kept: Pose[] },
): AsyncGenerator<Uint8Array> {
  const { patch, mask, window, head, look } = scene;
  const moves = head !== undefined || look !== undefined;
  const drawer = moves ? new Compositor(signal, { cacheFolder }) : undefined;
  try {
    const still = { picture: alpha, patch, mask, window, lids: [], eyes: [] };
    const moving = { ...(head && { head }), ...(look && { jaw: look.contours }) };
    const prepared = await drawer?.prepare({ ...still, ...moving });
    for await (const frame of frames) {
      replaceRegion(stacked, region, frame);
      const pose = kept.shift() ?? poseAtRest;
      if (drawer && prepared) {
        const place = prepared.region;
        const planes = await drawer.draw({ pose, jaw: jawOf(frame) });
        if (surround) paintSurround({ planes, width: place.width, height: place.height }, place, surround);
        replaceRegion(stacked, { ...place, y: place.y + height }, planes);
        drawer.recycle(planes);
      }
      yield stacked.planes;
    }
  } finally {
    await drawer?.close();
  }
}

/** The color of a picture, and below it another one. */
function stackedPicture(color: YuvPicture, below: YuvPicture): YuvPicture {
  const { width, height } = color;
  const size = { width, height: 2 * height };
  const stacked = { ...size, planes: new Uint8Array(yuvBytes(size)) };
  replaceRegion(stacked, { x: 0, y: 0, width, height }, color.planes);
  replaceRegion(stacked, { x: 0, y: height, width, height }, below.planes);
  return stacked;
}
