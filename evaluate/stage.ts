import { withCompositor, type Compositor } from '../function/render/compose/compositor.js';
import { stillScene, type MouthDrawer } from '../function/render/compose/prepare-scene.js';
import { cutPixels } from '../function/render/picture/cut-pixels.js';
import { toRgb, withRegion } from '../function/render/picture/planes.js';
import type { Picture } from '../function/render/picture/decode-picture.js';
import type { Portrait } from '../function/render/portrait/portrait.js';

/** A portrait on which mouths are drawn, and the pixels that they change. */
export interface Stage {
  readonly compositor: Compositor;
  /** The portrait's own patch, `[height, width, 3]` RGB. */
  readonly rest: Uint8Array;
  /** The patch of a drawn frame, `[height, width, 3]` RGB. */
  readonly patchOf: (frame: Uint8Array) => Uint8Array;
  /** The whole picture of a drawn frame. */
  readonly pictureOf: (frame: Uint8Array) => Picture;
}

/**
 * Prepares a portrait whose head stands.
 * @param drawer with this portrait
 */
export function withStage<T>(
  drawer: MouthDrawer,
  portrait: Portrait,
  signal: AbortSignal,
  run: (stage: Stage) => Promise<T>,
): Promise<T> {
  return withCompositor(signal, async (compositor) => {
    const { picture, patch } = portrait;
    const { region, planes } = await compositor.prepare(await stillScene(drawer, portrait));
    const inRegion = { ...patch, x: patch.x - region.x, y: patch.y - region.y };
    const size = { width: picture.width, height: picture.height };
    const rest = cutPixels(toRgb({ planes, ...size }), picture.width, patch, 3);
    const pictureOf = (frame: Uint8Array) => ({
      ...size,
      rgb: toRgb(withRegion({ planes, ...size }, region, frame)),
    });
    const { width, height } = region;
    const patchOf = (frame: Uint8Array) =>
      cutPixels(toRgb({ planes: frame, width, height }), width, inRegion, 3);
    return run({ compositor, rest, patchOf, pictureOf });
  });
}
