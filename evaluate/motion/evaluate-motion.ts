import { readSettings } from '../../config/settings.js';
import { findFfmpeg } from '../../function/render/ffmpeg/find.js';
import { findPhrases } from '../../function/render/motion/phrases.js';
import { planMotion } from '../../function/render/motion/plan-motion.js';
import type { Prosody } from '../../function/render/motion/stressed-syllables.js';
import { withScratchDir } from '../../storage/files/scratch-dir.js';
import { loudnessPerSecond } from '../../function/render/voice/features/loudness.js';
import { measureBlinks } from './blink-figures.js';
import { measureBreaths } from './breath-figures.js';
import { figuresFps, measureHead } from './head-figures.js';
import { checksOf, checkTable, passes, type Check } from './motion-checks.js';
import { giveTalk, hear } from './talk.js';

/** What to plan the motion for: a file, or a talk of some minutes. */
export interface MotionSelection {
  readonly voice?: string | undefined;
  readonly minutes: number;
  readonly seed: string;
}

/**
 * Plans the motion of a portrait that speaks, and measures it.
 * @returns a table, and whether every figure is within its range
 * @throws RenderError `voice_*`, `ffmpeg_missing`; the reason of the abort
 */
export async function evaluateMotion(
  { voice, minutes, seed }: MotionSelection,
  signal: AbortSignal,
): Promise<{ table: string; passed: boolean }> {
  const settings = readSettings();
  const tools = { settings, ffmpeg: await findFfmpeg(settings.FFMPEG_PATH) };
  const heard = await withScratchDir((scratch) =>
    voice === undefined
      ? giveTalk(minutes, scratch, tools, signal)
      : hear({ file: voice }, scratch, tools, signal),
  );
  const checks = await checkMotion(heard, seed);
  return { table: checkTable(checks), passed: checks.every(passes) };
}

/** Measures what is planned for a voice. */
export async function checkMotion(voice: Prosody, seed: string): Promise<Check[]> {
  const phrases = findPhrases(voice.loudness);
  const seconds = voice.loudness.length / loudnessPerSecond;
  const frames = Math.round(seconds * figuresFps);
  const motion = { blink: 1, head: 1, breath: 1 };
  const poses = [...planMotion(voice, { frames, fps: figuresFps, motion, seed })];
  const speaks = (time: number) => phrases.some(({ start, end }) => time >= start && time < end);
  return checksOf(
    measureBlinks(
      poses,
      figuresFps,
      phrases.map(({ end }) => end),
    ),
    await measureHead(poses, speaks),
    measureBreaths(poses, figuresFps),
  );
}
