import { smoothStep } from '../../numeric/smooth-step.js';
import { loudnessPerSecond } from './loudness.js';
import { distanceToSpeech, speechActivity } from './speech-activity.js';

/** Time in which the drawn mouth appears or disappears. */
const transitionSeconds = 0.08;
/** Lips move before they sound, and close after. */
const leadSeconds = 0.04;

/**
 * How much of the drawn mouth is visible in each video frame: 1 while the voice speaks, 0 while it is
 * silent and the portrait's own mouth rests, with smooth transitions.
 * @param loudness root mean square, {@link loudnessPerSecond} values per second
 * @returns `[frames]`, 0..1
 */
export function mouthActivity(loudness: Float32Array, frames: number, fps: number): Float32Array {
  const speaking = speechActivity(loudness);
  const blocks = Math.ceil((frames / fps) * loudnessPerSecond) + 1;
  const distance = distanceToSpeech(speaking, blocks);
  return Float32Array.from({ length: frames }, (_, frame) => {
    const block = Math.round(((frame + 0.5) / fps) * loudnessPerSecond);
    const seconds = (distance[Math.min(block, blocks - 1)] ?? 0) / loudnessPerSecond;
    return smoothStep(0, 1, 1 - (seconds - leadSeconds) / transitionSeconds);
  });
}
