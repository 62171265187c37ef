import type { SoundFormat } from './decoded-packets.js';

/** The voice as viewers hear it: ffmpeg's input options and the file. */
export interface Soundtrack {
  readonly inputOptions: readonly string[];
  readonly file: string;
}

/** A file of interleaved float32 samples. */
export function rawSoundtrack(file: string, { rateHz, channels }: SoundFormat): Soundtrack {
  return { inputOptions: ['-f', 'f32le', '-ac', String(channels), '-ar', String(rateHz)], file };
}
