import { describe, expect, test } from 'vitest';
import { motionStrengths } from './motion-presets.js';

describe('motionStrengths', () => {
  test('is undefined if neither the request nor MOTION asks for motion', () => {
    expect(motionStrengths(undefined, 'still')).toBeUndefined();
  });

  test('takes MOTION for a request that does not say', () => {
    expect(motionStrengths(undefined, 'blink')).toEqual({ blink: 1, head: 0, breath: 0 });
    expect(motionStrengths(undefined, 'alive')).toEqual({ blink: 1, head: 1, breath: 1 });
  });

  test('prefers what the request says', () => {
    expect(motionStrengths('still', 'alive')).toEqual({ blink: 0, head: 0, breath: 0 });
    expect(motionStrengths('alive', 'still')).toEqual({ blink: 1, head: 1, breath: 1 });
  });

  test('takes absent strengths as 0', () => {
    expect(motionStrengths({ head: 0.5 }, 'alive')).toEqual({ blink: 0, head: 0.5, breath: 0 });
    expect(motionStrengths({}, 'alive')).toEqual({ blink: 0, head: 0, breath: 0 });
  });
});
