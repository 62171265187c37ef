import { beforeAll, describe, expect, it } from 'vitest';
import { drawnMouth, portraitWithContours } from '../../../test/fixtures/portrait-with-contours.js';
import { poseAtRest } from '../motion/pose.js';
import { toYuv, withRegion } from '../picture/planes.js';
import { emptyMouths, windowSize } from '../portrait/drawn-mouths.js';
import type { WindowMap } from '../portrait/window-map.js';
import type { MouthInput } from './frame-input.js';
import { Kernel } from './kernel/kernel.js';
import { MovingPortrait } from './moving-portrait.js';
import type { SceneInput } from './scene.js';

const { height: rows, width: columns } = windowSize;
const scale = 2;
const patch = {
  x: drawnMouth.x - columns,
  y: drawnMouth.y - 32,
  width: scale * columns,
  height: scale * rows,
};
/** Two pixels of the picture for each of the window. */
const window: WindowMap = {
  origin: [-patch.x / scale, -patch.y / scale],
  across: [1 / scale, 0],
  down: [0, 1 / scale],
};
const tone = { matrix: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), offset: new Float32Array(3) };

let scene: SceneInput;

/** The motion of a mouth that is open by some pixels of the window. */
function motionOf(gap: number): Float32Array {
  const motion = new Float32Array(2 * rows * columns);
  const line = (drawnMouth.y - patch.y) / scale;
  const half = drawnMouth.half / scale;
  for (let place = 0; place < rows * columns; place++) {
    const [x, y] = [0.5 + (place % columns) - columns / 2, 0.5 + Math.floor(place / columns) - line];
    const bow = gap * Math.max(0, 1 - (x / half) ** 2);
    motion[rows * columns + place] = y < -0.2 * bow ? 0.2 * bow : y > 0.8 * bow ? -0.8 * bow : -y;
  }
  return motion;
}

function mouthOf(gap: number, more: Partial<MouthInput> = {}): MouthInput {
  const { drawn, detail } = emptyMouths(1, true);
  if (!detail) throw new Error('There is detail.');
  return { drawn, detail: { ...detail, motion: motionOf(gap) }, strength: 1, ...more };
}

function draw(portrait: MovingPortrait, mouth?: MouthInput): Buffer {
  const frame = new Uint8Array(portrait.frameBytes);
  portrait.draw({ pose: poseAtRest, mouth }, frame);
  return Buffer.from(withRegion(portrait.picture, portrait.region, frame).planes);
}

beforeAll(async () => {
  const { picture, contours } = await portraitWithContours();
  const look = { contours, tone, wideMotion: motionOf(10) };
  const mask = new Float32Array(patch.width * patch.height).fill(1);
  scene = { picture, patch, mask, window, look, eyes: [], lids: [] };
});

describe('a portrait that speaks', () => {
  it('has the pixels of the portrait at strength 0, whatever the voice says', () => {
    const portrait = new MovingPortrait(Kernel.load(), scene);
    const own = Buffer.from(toYuv({ ...scene.picture, rgb: Buffer.from(scene.picture.rgb) }).planes);
    draw(portrait, mouthOf(8, { spread: 1 }));
    for (const spread of [-1, 0, 1]) {
      expect(Buffer.compare(draw(portrait, mouthOf(8, { strength: 0, spread })), own)).toBe(0);
    }
    expect(Buffer.compare(draw(portrait), own)).toBe(0);
  });

  it('has the same pixels for the same mouth, whatever was drawn before', () => {
    const [first, second] = [scene, scene].map((given) => new MovingPortrait(Kernel.load(), given));
    if (!first || !second) throw new Error('There are two.');
    draw(second, mouthOf(3, { spread: -0.7 }));
    draw(second, mouthOf(9));
    const mouth = mouthOf(6, { spread: 0.4 });
    expect(Buffer.compare(draw(first, mouth), draw(second, mouth))).toBe(0);
  });

  it('moves the corners of its mouth apart with spread lips, and together with rounded ones', () => {
    const portrait = new MovingPortrait(Kernel.load(), scene);
    const lips = (mouth: MouthInput) => {
      const planes = draw(portrait, mouth);
      const blue = scene.picture.width * scene.picture.height;
      const red = blue + blue / 4;
      const row = drawnMouth.y / 2 - 1;
      const half = scene.picture.width / 2;
      const line = planes.subarray(red + row * half, red + (row + 1) * half);
      // Lips are redder than skin.
      return line.filter((value) => value > 150).length;
    };
    const [rounded, plain, spread] = [-1, 0, 1].map((amount) => lips(mouthOf(0, { spread: amount })));
    expect(plain).toBeGreaterThan(20);
    expect(rounded).toBeLessThan(plain ?? 0);
    expect(spread).toBeGreaterThan(plain ?? Infinity);
  });
});
