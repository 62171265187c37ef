import type { Wav2LipEngine } from '../../function/render/inference/engine.js';
import { withCompositor } from '../../function/render/compose/compositor.js';
import { prepareScene } from '../../function/render/compose/prepare-scene.js';
import { poseAtRest } from '../../function/render/motion/pose.js';
import { toRgb, withRegion } from '../../function/render/picture/planes.js';
import type { Portrait } from '../../function/render/portrait/portrait.js';
import { cutOut } from '../lower-face.js';
import { eyesSize } from './close-up-sheet.js';

/** How far the lids are closed in each tile. */
const lidClosings = [0, 0.25, 0.5, 0.75, 1] as const;

/** Around both eyes, relative to the distance from one outer corner to the other. */
const margin = 0.15;

/**
 * Draws the eyes of a portrait at each position of its lids.
 * @returns PNGs; none if the portrait does not blink
 */
export function drawLidTiles(
  engine: Pick<Wav2LipEngine, 'drawMouths' | 'runNetwork'>,
  portrait: Portrait,
  signal: AbortSignal,
): Promise<Buffer[]> {
  const motion = { blink: 1, head: 0, breath: 0 };
  return withCompositor(signal, async (compositor) => {
    const { scene } = await prepareScene(engine, (run) => engine.runNetwork(run), portrait, motion);
    const part = eyesPart(portrait);
    if (scene.lids.length === 0 || !part) return [];
    const { region, planes } = await compositor.prepare(scene);
    const own = { planes, width: portrait.picture.width, height: portrait.picture.height };
    const tiles: Buffer[] = [];
    for (const lids of lidClosings) {
      const frame = await compositor.draw({ pose: { ...poseAtRest, lids } });
      const { width, height } = own;
      tiles.push(await cutOut({ rgb: toRgb(withRegion(own, region, frame)), width, height }, part, eyesSize));
    }
    return tiles;
  });
}

/** The part of the picture around both eyes. */
function eyesPart({ face: { contours }, picture }: Portrait) {
  if (!contours) return undefined;
  const [first, last] = [contours.eyes[0].upper[0], contours.eyes[1].upper.at(-1)];
  if (!first || !last) return undefined;
  const span = Math.hypot(last[0] - first[0], last[1] - first[1]);
  const width = Math.min(picture.width, Math.round((1 + 2 * margin) * span));
  const height = Math.min(picture.height, Math.round((width * eyesSize.height) / eyesSize.width));
  const inside = (value: number, limit: number) => Math.min(limit, Math.max(0, Math.round(value)));
  return {
    left: inside((first[0] + last[0] - width) / 2, picture.width - width),
    top: inside((first[1] + last[1] - height) / 2, picture.height - height),
    width,
    height,
  };
}
