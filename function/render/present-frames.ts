import type { Pose } from './motion/pose.js';
import type { Portrait } from './portrait/portrait.js';
import { stackedVideo, type ColorFrames, type DrawingOptions } from './stacked-frames.js';
import { surroundedFrames, surroundedPicture } from './surrounded-frames.js';
import type { VideoSource } from './video/encode.js';

/**
 * What a video shows of drawn frames: they get their surround, and the alpha of a portrait that is cut out
 * is drawn below them.
 * @param color drawn frames, without surround
 * @param kept poses of frames, which are removed as they are shown
 */
export function presentFrames(
  { frames, ...color }: ColorFrames,
  { cutOut, surround }: Pick<Portrait, 'cutOut' | 'surround'>,
  kept: Pose[],
  drawing: DrawingOptions,
): Omit<VideoSource, 'sound'> {
  const { picture, region } = color;
  const surrounded = surroundedFrames(frames, region, surround);
  if (!cutOut) return { picture: surroundedPicture(picture, surround), region, changes: surrounded };
  return { ...stackedVideo({ ...color, frames: surrounded }, cutOut, kept, drawing), isStacked: true };
}
