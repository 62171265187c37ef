import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Settings } from '../../config/settings.js';
import { loudnessPerSecond } from '../../function/render/voice/features/loudness.js';
import { estimatePitch, pitchPerSecond } from '../../function/render/voice/features/pitch.js';
import { readSamples } from '../../function/render/voice/decode/samples.js';
import { Flite } from '../../function/render/speech/flite/flite.js';
import { readText } from '../../function/render/speech/read-text.js';
import { speakText } from '../../function/render/speech/speak-text.js';
import { loadVoice, type VoiceSource } from '../../function/render/voice/voice.js';
import { Random } from '../../function/render/motion/random.js';
import type { Prosody } from '../../function/render/motion/stressed-syllables.js';
import { writeSection } from './talk-text.js';
import type { Ffmpeg } from '../../function/render/ffmpeg/ffmpeg.js';

interface Tools {
  readonly ffmpeg: Ffmpeg;
  readonly settings: Settings;
}

/** Seconds of silence between two sections of a talk. */
const minPauseSeconds = 0.8;
const maxPauseSeconds = 3;

/** Hears a voice as the planner does. */
export async function hear(
  source: VoiceSource,
  scratch: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<Prosody> {
  const { loudness, samplesFile } = await loadVoice(source, scratch, tools, signal);
  return { loudness, pitch: await estimatePitch(readSamples(samplesFile)) };
}

/**
 * Gives a talk with the embedded voice: sections of a few sentences, with pauses between them. The same
 * minutes give the same talk.
 */
export async function giveTalk(
  minutes: number,
  scratch: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<Prosody> {
  const random = new Random('talk');
  const engine = new Flite();
  const loudness: number[] = [];
  const pitch: number[] = [];
  try {
    for (let section = 0; loudness.length < 60 * minutes * loudnessPerSecond; section++) {
      const { sentences } = readText(writeSection(random), { engine: 'embedded' });
      const speak = (file: string) =>
        speakText(
          sentences,
          engine,
          { delivery: { voice: 'slt', speed: 1 }, file, limits: tools.settings },
          signal,
        ).then(() => undefined);
      const folder = path.join(scratch, String(section));
      await mkdir(folder);
      const heard = await hear({ speak }, folder, tools, signal);
      const pause = random.between(minPauseSeconds, maxPauseSeconds);
      append(loudness, heard.loudness, pause * loudnessPerSecond);
      append(pitch, heard.pitch, pause * pitchPerSecond);
    }
  } finally {
    await engine.close();
  }
  return {
    loudness: Float32Array.from(loudness.slice(0, 60 * minutes * loudnessPerSecond)),
    pitch: Float32Array.from(pitch.slice(0, 60 * minutes * pitchPerSecond)),
  };
}

function append(values: number[], more: Float32Array, silent: number): void {
  values.push(...more, ...new Float32Array(Math.round(silent)));
}
