import { describe, expect, test } from 'vitest';
import { loudnessPerSecond } from '../voice/features/loudness.js';
import { pitchPerSecond } from '../voice/features/pitch.js';
import { planMotion } from './plan-motion.js';
import type { Pose } from './pose.js';
import { Random } from './random.js';
import type { Prosody } from './stressed-syllables.js';

const degree = Math.PI / 180;
const alive = { blink: 1, head: 1, breath: 1 };
const ownPose: Pose = { yaw: 0, pitch: 0, roll: 0, lids: 0, breath: 0 };

/** A voice of syllables in phrases, and of pauses; some syllables are louder and higher. */
function voice(seconds: number, pauseSeconds = 1, phraseSeconds = 4): Prosody {
  const random = new Random('voice');
  const loudness = new Float32Array(seconds * loudnessPerSecond);
  const pitch = new Float32Array(seconds * pitchPerSecond);
  let time = 0.1;
  for (let pause = time + phraseSeconds; time < seconds;) {
    const length = random.between(0.15, 0.3);
    const stressed = random.uniform() < 0.2;
    for (let t = time; t < Math.min(seconds, time + length); t += 0.005) {
      const swell = Math.sin((Math.PI * (t - time)) / length);
      loudness[Math.floor(t * loudnessPerSecond)] = 0.02 + (stressed ? 0.2 : 0.08) * swell;
      pitch[Math.floor(t * pitchPerSecond)] = stressed ? 150 : 120;
    }
    time += length;
    if (time < pause) continue;
    time += pauseSeconds;
    pause = time + phraseSeconds * random.between(0.5, 1.5);
  }
  return { loudness, pitch };
}

function plan(
  spoken: Prosody,
  { fps = 25, motion = alive, seed = 'job' }: { fps?: number; motion?: typeof alive; seed?: string } = {},
): Pose[] {
  const frames = Math.ceil((spoken.loudness.length / loudnessPerSecond) * fps);
  return [...planMotion(spoken, { frames, fps, motion, seed })];
}

/** Frames of each blink. */
function blinks(poses: readonly Pose[]): number[][] {
  const found: number[][] = [];
  poses.forEach(({ lids }, frame) => {
    if (lids === 0) return;
    if ((poses[frame - 1]?.lids ?? 0) === 0) found.push([]);
    found.at(-1)?.push(frame);
  });
  return found;
}

describe('planMotion', () => {
  test.each([1, 2, 3, 12, 25, 100, 1000])('starts and ends %i frames with the own pose', (frames) => {
    const poses = [...planMotion(voice(40), { frames, fps: 25, motion: alive, seed: 'job' })];
    expect(poses).toHaveLength(frames);
    expect(poses[0]).toStrictEqual(ownPose);
    expect(poses.at(-1)).toStrictEqual(ownPose);
  });

  test('gives the same plan for the same seed, and another one for another', () => {
    const spoken = voice(30);
    expect(plan(spoken)).toStrictEqual(plan(spoken));
    const other = plan(spoken, { seed: 'job 2' });
    expect(blinks(other)).not.toEqual(blinks(plan(spoken)));
    expect(other.map(({ yaw }) => yaw)).not.toEqual(plan(spoken).map(({ yaw }) => yaw));
  });

  test('does not move at all with every strength 0', () => {
    const poses = plan(voice(30), { motion: { blink: 0, head: 0, breath: 0 } });
    for (const pose of poses) expect(pose).toStrictEqual(ownPose);
  });

  test('scales the angles and the lift, without changing when they happen', () => {
    const spoken = voice(30);
    const whole = plan(spoken);
    const half = plan(spoken, { motion: { blink: 1, head: 0.5, breath: 0.25 } });
    half.forEach((pose, frame) => {
      expect(pose.yaw).toBeCloseTo((whole[frame]?.yaw ?? 0) / 2, 12);
      expect(pose.pitch).toBeCloseTo((whole[frame]?.pitch ?? 0) / 2, 12);
      expect(pose.roll).toBeCloseTo((whole[frame]?.roll ?? 0) / 2, 12);
      expect(pose.breath).toBeCloseTo((whole[frame]?.breath ?? 0) / 4, 12);
      expect(pose.lids).toBe(whole[frame]?.lids);
    });
  });

  test('keeps a part of the same blinks with half the strength, and closes the lids as far', () => {
    const spoken = voice(600);
    const all = blinks(plan(spoken));
    const poses = plan(spoken, { motion: { blink: 0.5, head: 0, breath: 0 } });
    const half = blinks(poses);
    const firsts = new Set(all.map(([first]) => first));
    expect(half.every(([first]) => firsts.has(first))).toBe(true);
    expect(half.length / all.length).toBeGreaterThan(0.4);
    expect(half.length / all.length).toBeLessThan(0.6);
    for (const frames of half) expect(Math.max(...frames.map((frame) => poses[frame]?.lids ?? 0))).toBe(1);
  });

  test.each([24, 25, 29.97, 30, 50, 60])('closes the lids in every blink at %d frames per second', (fps) => {
    const poses = plan(voice(60), { fps, motion: { blink: 1, head: 0, breath: 0 } });
    const found = blinks(poses);
    expect(found.length).toBeGreaterThan(10);
    for (const frames of found) {
      expect(Math.max(...frames.map((frame) => poses[frame]?.lids ?? 0))).toBe(1);
      expect(frames.length / fps).toBeLessThanOrEqual(0.3 + 1 / fps);
    }
  });

  test('moves at the same times at 25 and at 50 frames per second', () => {
    const spoken = voice(60);
    const [slow, fast] = [plan(spoken, { fps: 25 }), plan(spoken, { fps: 50 })];
    // The last second returns to the last frame, which is 20 ms later at 50 frames per second.
    slow.slice(0, -50).forEach((pose, frame) => {
      const same = fast[2 * frame];
      for (const axis of ['yaw', 'pitch', 'roll'] as const) {
        expect(Math.abs(pose[axis] - (same?.[axis] ?? 0))).toBeLessThan(0.01 * degree);
      }
    });
    const middles = [slow, fast].map((poses, i) =>
      blinks(poses).map((frames) => {
        const closed = frames.filter((frame) => poses[frame]?.lids === 1);
        return ((closed[0] ?? 0) + (closed.at(-1) ?? 0)) / 2 / (25 * (i + 1));
      }),
    );
    expect(middles[0]).toHaveLength(middles[1]?.length ?? 0);
    middles[0]?.forEach((time, i) => {
      expect(Math.abs(time - (middles[1]?.[i] ?? 0))).toBeLessThan(0.041);
    });
  });

  test('has no blink and no breath in a clip that is too short for one', () => {
    for (const frames of [1, 2, 3]) {
      for (const seed of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
        const poses = [...planMotion(voice(1), { frames, fps: 25, motion: alive, seed })];
        expect(poses.map(({ lids, breath }) => [lids, breath])).toEqual(Array(frames).fill([0, 0]));
      }
    }
  });

  test('keeps blinks whole in clips of half a second and of a second', () => {
    let found = 0;
    for (let seed = 0; seed < 200; seed++) {
      for (const frames of [13, 26]) {
        const poses = [...planMotion(voice(2), { frames, fps: 25, motion: alive, seed: String(seed) })];
        for (const blink of blinks(poses)) {
          found++;
          expect(Math.max(...blink.map((frame) => poses[frame]?.lids ?? 0))).toBe(1);
        }
      }
    }
    expect(found).toBeGreaterThan(10);
  });

  test('holds the head still in a long pause, while it goes on breathing and blinking', () => {
    const loudness = voice(60).loudness.slice();
    loudness.fill(0, 20 * loudnessPerSecond, 40 * loudnessPerSecond);
    const poses = plan({ loudness, pitch: new Float32Array(0) }, { fps: 25 });
    const silent = poses.slice(25 * 22, 25 * 39.5);
    const [first] = silent;
    for (const { yaw, pitch, roll } of silent) {
      expect([yaw, pitch, roll]).toEqual([first?.yaw, first?.pitch, first?.roll]);
    }
    expect(Math.hypot(first?.yaw ?? 9, first?.pitch ?? 9, first?.roll ?? 9)).toBeLessThan(2 * degree);
    expect(blinks(silent).length).toBeGreaterThan(2);
    expect(Math.max(...silent.map(({ breath }) => breath))).toBeGreaterThan(0.5);
  });

  test('does not move the head of a silent voice', () => {
    const silent = { loudness: new Float32Array(3000), pitch: new Float32Array(1500) };
    for (const { yaw, pitch, roll } of plan(silent)) expect([yaw, pitch, roll]).toStrictEqual([0, 0, 0]);
  });

  test('nods on a stressed syllable', () => {
    const loudness = new Float32Array(800).map((_, i) => (i % 25 < 15 ? 0.03 : 0.02));
    loudness.fill(0.3, 395, 410);
    const pitch = new Float32Array(400).fill(120);
    pitch.fill(160, 197, 205);
    const lowest = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((seed) => {
      const poses = plan({ loudness, pitch }, { fps: 100, seed });
      const near = poses.slice(360, 450).map((pose) => pose.pitch);
      return [360 + near.indexOf(Math.max(...near)), Math.max(...near) - (near[0] ?? 0)] as const;
    });
    const nodded = lowest.filter(([frame, depth]) => Math.abs(frame - 402) < 15 && depth > 0.8 * degree);
    expect(nodded.length).toBeGreaterThanOrEqual(5);
  });

  test('stays within five degrees and moves smoothly', () => {
    for (const seed of ['a', 'b']) {
      const poses = plan(voice(150, 0.4), { fps: 100, seed });
      for (const axis of ['yaw', 'pitch', 'roll'] as const) {
        const angles = poses.map((pose) => pose[axis] / degree);
        const speeds = angles.slice(1).map((angle, i) => Math.abs(angle - (angles[i] ?? 0)) * 100);
        expect(Math.max(...angles.map(Math.abs))).toBeLessThan(5);
        expect(Math.max(...speeds)).toBeLessThan(25);
      }
    }
  });
});
