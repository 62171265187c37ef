import { describe, expect, it } from 'vitest';
import { moved } from '../../../test/fixtures/reference-motion.js';
import { randomNumbers } from '../../../test/fixtures/random.js';
import { poseAtRest, type Pose } from '../motion/pose.js';
import { toYuv, withRegion } from '../picture/planes.js';
import { emptyMouths } from '../portrait/drawn-mouths.js';
import type { WindowMap } from '../portrait/window-map.js';
import type { MouthInput } from './frame-input.js';
import { Kernel } from './kernel/kernel.js';
import { MovingPortrait } from './moving-portrait.js';
import type { HeadInput, SceneInput } from './scene.js';

const [width, height] = [176, 152];
const patch = { x: 54, y: 66, width: 68, height: 44 };
/** One pixel of the picture for each of the window. */
const window: WindowMap = { origin: [-54, -66], across: [1, 0], down: [0, 1] };

/** Coarse noise: neighbors differ, but not wildly. */
function texturedPicture() {
  const random = randomNumbers(5);
  const rgb = Buffer.alloc(3 * width * height);
  for (let index = 0; index < rgb.length; index++)
    rgb[index] = 128 + 60 * Math.sin(index / 37) * Math.cos(index / (7 * width)) + 50 * (random() - 0.5);
  return { width, height, rgb };
}

/** A head without background whose fields are everywhere the same, in pixels per radian. */
function headOf(fields: Float32Array): HeadInput {
  return {
    fields,
    person: new Float32Array(128 * 128).fill(1),
    crop: { x: 0, y: 0, width, height },
    box: { x: 60, y: 40, width: 56, height: 64 },
    range: { yaw: 0.09, pitch: 0.09, roll: 0.09, breath: 1 },
  };
}

/** Turning about the middle and stretching, in pixels of the crop's 128 per radian. */
function turningFields(): Float32Array {
  const fields = new Float32Array(6 * 64 * 64);
  for (let row = 0; row < 64; row++) {
    for (let column = 0; column < 64; column++) {
      const [x, y] = [2 * (column - 32), 2 * (row - 32)];
      const at = row * 64 + column;
      fields[at] = 60 + x / 3;
      fields[4096 + at] = y / 5;
      fields[4 * 4096 + at] = -y;
      fields[5 * 4096 + at] = x;
    }
  }
  return fields;
}

function sceneOf(more: Partial<SceneInput> = {}): SceneInput {
  const mask = new Float32Array(patch.width * patch.height).fill(1);
  return { picture: texturedPicture(), patch, mask, window, eyes: [], lids: [], ...more };
}

function draw(portrait: MovingPortrait, pose: Partial<Pose>, mouth?: MouthInput): Uint8Array {
  const frame = new Uint8Array(portrait.frameBytes);
  portrait.draw({ pose: { ...poseAtRest, ...pose }, mouth }, frame);
  return withRegion(portrait.picture, portrait.region, frame).planes;
}

describe('MovingPortrait', () => {
  it("is the portrait's own planes at rest, before and after it has moved", () => {
    const portrait = new MovingPortrait(Kernel.load(), sceneOf({ head: headOf(turningFields()) }));
    const own = toYuv(texturedPicture()).planes;
    expect(Buffer.compare(draw(portrait, {}), own)).toBe(0);
    const turned = draw(portrait, { yaw: 0.05, roll: 0.04, breath: 0.6 }, mouthOf(3, 200));
    expect(Buffer.compare(turned, own)).not.toBe(0);
    expect(Buffer.compare(draw(portrait, {}), own)).toBe(0);
  });

  it.each([
    ['a turn to the side', { yaw: 0.03 }],
    ['a tilt of 4 degrees', { roll: 0.07 }],
    ['both, and a breath', { yaw: -0.05, roll: -0.06, breath: 1 }],
  ])('computes %s like the reference, to the bit', (_, pose) => {
    const kernel = Kernel.load();
    const portrait = new MovingPortrait(kernel, sceneOf({ head: headOf(turningFields()) }));
    const found = draw(portrait, pose);
    const columns = width / 8 + 1;
    const nodes = portrait.displacement;
    const expected = moved(toYuv(texturedPicture()), {
      columns,
      at: (column, row) => [nodes.x[row * columns + column] ?? 0, nodes.y[row * columns + column] ?? 0],
    });
    expect(Math.max(...nodes.x.map(Math.abs))).toBeGreaterThan(8);
    expect(Buffer.compare(found, expected)).toBe(0);
  });

  it('draws the same pose twice alike', () => {
    const portrait = new MovingPortrait(Kernel.load(), sceneOf({ head: headOf(turningFields()) }));
    const pose = { yaw: 0.021, roll: 0.013 };
    const mouth = mouthOf(2, 120);
    const first = draw(portrait, pose, mouth);
    draw(portrait, { yaw: -0.04 }, mouthOf(5, 10));
    expect(Buffer.compare(first, draw(portrait, pose, mouth))).toBe(0);
  });
});

/** A mouth whose pixels come from further down, and whose middle is hidden by a gray. */
function mouthOf(pixels: number, gray: number, strength = 1): MouthInput {
  const { drawn, detail } = emptyMouths(1, true);
  if (!detail) throw new RangeError('there is no detail');
  drawn.fill(gray);
  for (let row = 8; row < 36; row++) {
    for (let column = 8; column < 60; column++) detail.motion[44 * 68 + row * 68 + column] = pixels;
  }
  for (let row = 40; row < 50; row++) detail.hidden.fill(255, row * 136 + 40, row * 136 + 90);
  return { drawn, detail, strength };
}

describe('the mouth of a MovingPortrait', () => {
  it("moves the portrait's own pixels, and shows the drawn color where they are hidden", () => {
    const portrait = new MovingPortrait(Kernel.load(), sceneOf());
    const own = toYuv(texturedPicture()).planes;
    const shown = draw(portrait, {}, mouthOf(4, 255));
    const at = (planes: Uint8Array, x: number, y: number) => planes[(patch.y + y) * width + patch.x + x];
    for (const [x, y] of [
      [15, 12],
      [50, 30],
      [30, 30],
    ] as const)
      expect(at(shown, x, y)).toBe(at(own, x, y + 4));
    expect(at(shown, 30, 22)).toBe(235);
    expect(at(shown, 3, 3)).toBe(at(own, 3, 3));
  });

  it('stays where the mask is 0', () => {
    const mask = new Float32Array(patch.width * patch.height).fill(1);
    for (let row = 0; row < patch.height; row++) mask.fill(0, row * patch.width, row * patch.width + 34);
    const portrait = new MovingPortrait(Kernel.load(), sceneOf({ mask }));
    const own = toYuv(texturedPicture()).planes;
    const shown = draw(portrait, {}, mouthOf(4, 255));
    for (let row = 0; row < patch.height; row++) {
      const from = (patch.y + row) * width + patch.x;
      expect(Buffer.compare(shown.subarray(from, from + 34), own.subarray(from, from + 34))).toBe(0);
    }
    expect(Buffer.compare(shown, own)).not.toBe(0);
  });

  it('is the portrait at strength 0, and moves further at 2 than at 1', () => {
    const portrait = new MovingPortrait(Kernel.load(), sceneOf());
    const own = toYuv(texturedPicture()).planes;
    expect(Buffer.compare(draw(portrait, {}, mouthOf(4, 255, 0)), own)).toBe(0);
    const shown = draw(portrait, {}, mouthOf(2, 255, 2));
    const at = (planes: Uint8Array, x: number, y: number) => planes[(patch.y + y) * width + patch.x + x];
    expect(at(shown, 15, 14)).toBe(at(own, 15, 18));
  });

  it('goes with the head, in one step', () => {
    const fields = new Float32Array(6 * 64 * 64);
    // Everything comes from further right.
    fields.fill((10 * 128) / width, 0, 4096);
    const portrait = new MovingPortrait(Kernel.load(), sceneOf({ head: headOf(fields) }));
    const own = toYuv(texturedPicture()).planes;
    const shown = draw(portrait, { yaw: 0.3 }, mouthOf(4, 255));
    const [x, y] = [patch.x + 30, patch.y + 30];
    // Three pixels to the left of where it was.
    expect(shown[y * width + x - 3]).toBe(own[(y + 4) * width + x]);
  });

  it('without detail is the drawn mouth, as far as its strength', () => {
    const portrait = new MovingPortrait(Kernel.load(), sceneOf());
    const { drawn } = emptyMouths(1, false);
    drawn.fill(255);
    const own = toYuv(texturedPicture()).planes;
    const at = (planes: Uint8Array) => planes[(patch.y + 20) * width + patch.x + 20] ?? NaN;
    expect(at(draw(portrait, {}, { drawn, strength: 1 }))).toBe(235);
    const half = at(draw(portrait, {}, { drawn, strength: 0.5 }));
    expect(Math.abs(half - (235 + at(own)) / 2)).toBeLessThanOrEqual(1);
  });
});
