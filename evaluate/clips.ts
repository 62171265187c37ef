import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../config/package-root.js';
import { RenderError } from '../errors/render-error.js';
import type { DecodedVoice } from '../function/render/voice/decode/decode.js';

/** Start and end, in seconds. */
const span = z.tuple([z.number(), z.number()]);

/** The timing of what is said in a clip, written by `training/speech/make_evaluation.py`. */
const groundTruthSchema = z.object({
  name: z.string(),
  /** The audio file, in the same folder. */
  audio: z.string(),
  kind: z.enum(['synthetic', 'real']),
  voice: z.string(),
  language: z.string(),
  text: z.string(),
  fps: z.number().positive(),
  /** The distance between the lips of an average head in each frame, in millimeters. */
  opening: z.array(z.number()).min(1),
  /** When p, b, or m keep the lips closed. */
  closures: z.array(span),
  /** Silences between words and sentences. */
  pauses: z.array(span),
  /** Start, end, and the sound's mouth shape. */
  sounds: z.array(z.tuple([z.number(), z.number(), z.string()])),
});

export type GroundTruth = z.infer<typeof groundTruthSchema>;

/** A voice that was not used for training, and the timing of what it says. */
export interface Clip {
  readonly truth: GroundTruth;
  readonly file: string;
}

/** A clip whose voice has been decoded. */
export interface DecodedClip extends Clip {
  readonly voice: DecodedVoice;
}

export const clipsFolder = path.join(packageRoot, 'training', 'evaluation');

/**
 * Reads the clips in a folder, ordered by name.
 * @param chosen names; all if undefined
 * @throws RenderError `voice_not_found`
 */
export async function readClips(folder: string, chosen?: readonly string[]): Promise<Clip[]> {
  const suffix = '.truth.json';
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length))
    .sort();
  const missing = (chosen ?? []).filter((name) => !names.includes(name));
  if (names.length === 0 || missing.length > 0) {
    throw new RenderError(
      'voice_not_found',
      `Clip ${missing.join(', ')} does not exist in ${folder}. Available: ${names.join(', ') || 'none'}.`,
    );
  }
  return Promise.all(
    names
      .filter((name) => chosen?.includes(name) ?? true)
      .map(async (name) => {
        const text = await readFile(path.join(folder, name + suffix), 'utf8');
        const truth = groundTruthSchema.parse(JSON.parse(text));
        return { truth, file: path.join(folder, truth.audio) };
      }),
  );
}
