import type { Pose } from '../../function/render/motion/pose.js';
import { prepareMel } from '../../function/render/voice/features/mel.js';
import { mean, percentile, periodicity, rootMeanSquare } from '../statistics.js';

const axes = ['yaw', 'pitch', 'roll'] as const;
type Axis = (typeof axes)[number];

/** How one angle of the head moves; degrees. */
interface AxisFigures {
  readonly mean: number;
  readonly rms: number;
  readonly percentile95: number;
  readonly max: number;
  /** Degrees per second. */
  readonly maxSpeed: number;
  /** Share of the power above 2 Hz. */
  readonly rapid: number;
  readonly periodicity: number;
}

export interface HeadFigures {
  readonly axes: Readonly<Record<Axis, AxisFigures>>;
  /** Mean angle between the head and the portrait's own pose. */
  readonly meanAngle: number;
  /** Degrees per second: the mean speed while the voice speaks, and in long pauses once the head rests. */
  readonly speedInSpeech: number;
  readonly speedInPauses: number;
  /** Share of the time of speech in which the head moves. */
  readonly movingInSpeech: number;
}

/** The spectrum's length, and so the frame rate for 8 s of movement. */
const spectrumSize = 800;
export const figuresFps = 100;
const rapidHz = 2;
const periodSeconds = [1, 30] as const;
const periodicityStep = 10;
/** Degrees per second: below this a viewer sees no movement. */
const visibleSpeed = 0.5;
/** The head takes this long to come to rest, and moves this long before the voice is heard. */
const restingSeconds = 1;
const leadSeconds = 0.2;

/**
 * Measures how the head moves in the poses of a clip at {@link figuresFps} frames per second.
 * @param speaks whether the voice speaks at a time
 */
export async function measureHead(
  poses: readonly Pose[],
  speaks: (seconds: number) => boolean,
): Promise<HeadFigures> {
  const angles = axes.map((axis) => poses.map((pose) => (pose[axis] * 180) / Math.PI));
  const figures = await Promise.all(angles.map((values) => measureAxis(values)));
  const speeds = poses.slice(1).map((_, i) => Math.hypot(...angles.map((values) => speed(values, i + 1))));
  const speaking = speeds.filter((_, i) => speaks((i + 1) / figuresFps));
  const resting = speeds.filter((_, i) => {
    const time = (i + 1) / figuresFps;
    return [-restingSeconds, -restingSeconds / 2, 0, leadSeconds].every((offset) => !speaks(time + offset));
  });
  const [yaw, pitch, roll] = figures;
  if (!yaw || !pitch || !roll) throw new Error('There are three axes.');
  return {
    axes: { yaw, pitch, roll },
    meanAngle: mean(poses.map((_, i) => Math.hypot(...angles.map((values) => values[i] ?? 0)))),
    speedInSpeech: mean(speaking),
    speedInPauses: mean(resting),
    movingInSpeech: speaking.filter((value) => value > visibleSpeed).length / speaking.length,
  };
}

async function measureAxis(degrees: readonly number[]): Promise<AxisFigures> {
  const sizes = degrees.map(Math.abs);
  const sparse = degrees.filter((_, i) => i % (figuresFps / periodicityStep) === 0);
  return {
    mean: mean(degrees),
    rms: rootMeanSquare(degrees),
    percentile95: percentile(sizes, 0.95),
    max: sizes.reduce((a, b) => Math.max(a, b), 0),
    maxSpeed: degrees.reduce((max, _, i) => Math.max(max, i === 0 ? 0 : Math.abs(speed(degrees, i))), 0),
    rapid: await rapidShare(degrees),
    periodicity: periodicity(sparse, periodicityStep, periodSeconds),
  };
}

function speed(values: readonly number[], i: number): number {
  return ((values[i] ?? 0) - (values[i - 1] ?? 0)) * figuresFps;
}

/** The share of the power above {@link rapidHz}, in windows of 8 s. */
async function rapidShare(degrees: readonly number[]): Promise<number> {
  const spectrum = await prepareMel();
  const firstRapid = (rapidHz * spectrumSize) / figuresFps;
  let rapid = 0;
  let all = 0;
  for (let start = 0; start + spectrumSize <= degrees.length; start += spectrumSize / 2) {
    const part = degrees.slice(start, start + spectrumSize);
    const center = mean(part);
    const windowed = part.map(
      (value, i) => (value - center) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / spectrumSize)),
    );
    for (const [bin, magnitude] of spectrum(Float32Array.from(windowed)).entries()) {
      all += magnitude ** 2;
      if (bin > firstRapid) rapid += magnitude ** 2;
    }
  }
  return all === 0 ? 0 : rapid / all;
}
