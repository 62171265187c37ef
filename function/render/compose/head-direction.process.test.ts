import { beforeAll, describe, expect, test } from 'vitest';
import { smallPortrait } from '../../../test/fixtures/bundled-portraits.js';
import { decodePicture } from '../picture/decode-picture.js';
import { networkBox } from '../face/face-geometry.js';
import type { Rectangle } from '../picture/geometry.js';
import { runNetwork } from '../inference/run-network.js';
import { poseAtRest, type Pose } from '../motion/pose.js';
import { preparePortrait, type Portrait } from '../portrait/portrait.js';
import { Kernel } from './kernel/kernel.js';
import { MovingPortrait } from './moving-portrait.js';
import { prepareScene } from './prepare-scene.js';

/*
 * The signs of a pose, seen in the drawn pictures of a true portrait: a network that was trained on
 * mirrored pictures, or a displacement with the wrong sign, turns the head the other way.
 */

const angle = 0.06;

interface Drawn {
  readonly region: Rectangle;
  /** Planes of the region. */
  readonly rest: Uint8Array;
  readonly draw: (pose: Partial<Pose>) => Uint8Array;
  readonly portrait: Portrait;
}

async function drawnPortrait(id: string): Promise<Drawn> {
  const { bytes, face } = await smallPortrait(id, 384);
  const picture = await decodePicture(bytes, { maxPixels: 1e6, background: '#ffffff' });
  const portrait = await preparePortrait(picture, face);
  const noDetail = { drawMouths: () => Promise.resolve({ drawn: new Uint8Array() }) };
  const { scene } = await prepareScene(noDetail, runNetwork, portrait, { blink: 0, head: 1, breath: 0 });
  const moving = new MovingPortrait(Kernel.load(), scene);
  const draw = (pose: Partial<Pose>) => {
    const frame = new Uint8Array(moving.frameBytes);
    moving.draw({ pose: { ...poseAtRest, ...pose } }, frame);
    return frame;
  };
  return { region: moving.region, rest: draw({}), draw, portrait };
}

/** Where a square of the portrait's own picture is found in a drawn one: pixels right and down. */
function shiftOf({ region, rest }: Drawn, drawn: Uint8Array, [centerX, centerY]: readonly [number, number]) {
  const [half, reach] = [14, 8];
  const x = Math.round(centerX) - region.x - half;
  const y = Math.round(centerY) - region.y - half;
  let best = { x: 0, y: 0, difference: Infinity };
  for (let down = -reach; down <= reach; down++) {
    for (let right = -reach; right <= reach; right++) {
      let difference = 0;
      for (let row = 0; row < 2 * half; row++) {
        for (let column = 0; column < 2 * half; column++) {
          const from = (y + row) * region.width + x + column;
          const to = (y + row + down) * region.width + x + column + right;
          difference += Math.abs((rest[from] ?? 0) - (drawn[to] ?? 0));
        }
      }
      if (difference < best.difference) best = { x: right, y: down, difference };
    }
  }
  return best;
}

describe.each(['alice', 'henry', 'zola'])('the head of %s', (id) => {
  let drawn: Drawn;
  /** A place in the face box, from its top left: 0..1. */
  const place = (across: number, down: number): readonly [number, number] => {
    const { x, y, width, height } = networkBox(drawn.portrait.face);
    return [x + across * width, y + down * height];
  };
  const shift = (pose: Partial<Pose>, across: number, down: number) =>
    shiftOf(drawn, drawn.draw(pose), place(across, down));

  beforeAll(async () => {
    drawn = await drawnPortrait(id);
  });

  test('turns its nose to the right of the picture with a positive yaw, and back', () => {
    expect(shift({ yaw: angle }, 0.5, 0.6).x).toBeGreaterThanOrEqual(2);
    expect(shift({ yaw: -angle }, 0.5, 0.6).x).toBeLessThanOrEqual(-2);
  });

  test('lowers its nose with a positive pitch, and lifts it with a negative one', () => {
    expect(shift({ pitch: angle }, 0.5, 0.6).y).toBeGreaterThanOrEqual(2);
    expect(shift({ pitch: -angle }, 0.5, 0.6).y).toBeLessThanOrEqual(-2);
  });

  test('tilts clockwise with a positive roll, and the other way with a negative one', () => {
    // Clockwise, the eye on the left rises, and the one on the right sinks.
    const height = (roll: number, across: number) => shift({ roll }, across, 0.4).y;
    expect(height(angle, 0.25) - height(angle, 0.75)).toBeLessThanOrEqual(-2);
    expect(height(-angle, 0.25) - height(-angle, 0.75)).toBeGreaterThanOrEqual(2);
  });
});
