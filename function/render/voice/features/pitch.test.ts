import { describe, expect, test } from 'vitest';
import { sampleRateHz } from './mel.js';
import { estimatePitch, pitchPerSecond } from './pitch.js';

/** A voice-like sound: a fundamental that is weaker than its harmonics. */
function voiced(hertz: number, seconds: number): Float32Array {
  return Float32Array.from({ length: seconds * sampleRateHz }, (_, i) => {
    const phase = (2 * Math.PI * hertz * i) / sampleRateHz;
    return 0.05 * Math.sin(phase) + 0.1 * Math.sin(2 * phase) + 0.1 * Math.sin(3 * phase);
  });
}

/** White noise of a fixed sequence. */
function noise(seconds: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: seconds * sampleRateHz }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return 0.2 * (state / 2_147_483_647 - 0.5);
  });
}

async function* inPieces(samples: Float32Array, size = 1000): AsyncGenerator<Float32Array> {
  for (let start = 0; start < samples.length; start += size) {
    yield await Promise.resolve(samples.subarray(start, start + size));
  }
}

describe('estimatePitch', () => {
  test.each([80, 120, 200, 333])('finds a voice of %i Hz within one percent', async (hertz) => {
    const pitch = await estimatePitch(inPieces(voiced(hertz, 1)));
    expect(pitch).toHaveLength(pitchPerSecond);
    for (const value of pitch.subarray(3, -3)) expect(Math.abs(value / hertz - 1)).toBeLessThan(0.01);
  });

  test('returns 0 for noise and for silence', async () => {
    const hiss = await estimatePitch(inPieces(noise(1)));
    expect(hiss.filter((value) => value > 0).length).toBeLessThanOrEqual(2);
    expect([...(await estimatePitch(inPieces(new Float32Array(sampleRateHz))))]).toEqual(
      Array(pitchPerSecond).fill(0),
    );
  });

  test('places a change of pitch at its time', async () => {
    const glide = new Float32Array(2 * sampleRateHz);
    glide.set(voiced(100, 1));
    glide.set(voiced(150, 1), sampleRateHz);
    const pitch = await estimatePitch(inPieces(glide));
    const rises = pitch.findIndex((value) => value > 125);
    expect(Math.abs(rises - pitchPerSecond)).toBeLessThanOrEqual(1);
  });

  test('does not depend on the pieces in which the samples come', async () => {
    const voice = voiced(170, 1);
    const whole = await estimatePitch(inPieces(voice, voice.length));
    expect(await estimatePitch(inPieces(voice, 77))).toEqual(whole);
  });

  test('returns one value for each started hop, and none without samples', async () => {
    expect(await estimatePitch(inPieces(voiced(120, 1).subarray(0, 321)))).toHaveLength(2);
    expect(await estimatePitch(inPieces(new Float32Array(0)))).toHaveLength(0);
  });
});
