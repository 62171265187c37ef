import { RenderError, toRenderError } from '../../../../errors/render-error.js';
import { decodeSound, type DecodedSound, type DecodeTools } from './decode-sound.js';
import { memoizeAsync } from '../../../../config/memoize-async.js';
import { isTruncated } from '../container/declared-end.js';
import { diagnoseDecode, blamesInput } from './diagnose-decode.js';
import { identifyMedia } from '../container/identify-media.js';
import { headOf, removeParts, splitConcatenated } from './concatenated-files.js';
import { withoutCanceling, writeNetworkSamples } from './network-samples.js';
import { rawSoundtrack, type Soundtrack } from './soundtrack.js';
import { streamKinds } from './stream-kinds.js';
import { checkLength } from './voice-length.js';

/** A voice as the network hears it, and as viewers do: the same samples. */
export interface DecodedVoice {
  /** File of float32 samples, mono 16 kHz, −1 … 1, little-endian. */
  readonly samplesFile: string;
  readonly sampleCount: number;
  readonly durationSeconds: number;
  /** Root mean square of each hundredth of a second. */
  readonly loudness: Float32Array;
  readonly sound: Soundtrack;
}

/** The files that a voice is decoded into. */
export interface DecodedFiles {
  readonly samples: string;
  readonly sound: string;
}

/** Below this level a track is silent (−70 dB), and another one may have the voice. */
const silentPower = 1e-7;
const maxTracks = 8;

/**
 * Decodes anything that ffmpeg reads as plain audio, once: into the sound that viewers hear, and from
 * that into what the network hears.
 * @throws RenderError `voice_unreadable`, `voice_silent_media`, `voice_too_short`, `voice_too_long`,
 *   `ffmpeg_missing`; the reason of the abort
 */
export async function decodeVoice(
  voiceFile: string,
  files: DecodedFiles,
  tools: DecodeTools,
): Promise<DecodedVoice> {
  const { limits, signal } = tools;
  const decoded = await decodeTrack(voiceFile, files.sound, tools);
  await checkWhole(voiceFile, decoded, signal);
  checkLength(secondsOf(decoded), limits);
  const sound = await withoutCanceling(files.sound, decoded, signal);
  const samples = await writeNetworkSamples(files.sound, sound, files.samples, signal);
  return {
    samplesFile: files.samples,
    ...samples,
    durationSeconds: secondsOf(sound),
    sound: rawSoundtrack(files.sound, sound),
  };
}

/**
 * Decodes the track of a file that has the voice into `soundFile`: interleaved float32 samples.
 * @throws RenderError `voice_unreadable`, `voice_silent_media`, `voice_too_long`, `ffmpeg_missing`; the
 *   reason of the abort
 */
export async function decodeTrack(
  voiceFile: string,
  soundFile: string,
  tools: DecodeTools,
): Promise<DecodedSound> {
  const { ffmpeg, signal } = tools;
  const kinds = memoizeAsync(() => streamKinds(ffmpeg, voiceFile, signal));
  try {
    const parts = await splitConcatenated(voiceFile, signal);
    const decode = (track: number) => decodeSound(parts, track, soundFile, tools);
    return await decodeBestTrack(parts.length === 1 ? kinds : () => Promise.resolve([]), decode, signal);
  } catch (thrown) {
    if (!blamesInput(toRenderError(thrown))) throw thrown;
    throw await diagnoseDecode(thrown, voiceFile, await kinds(), signal);
  } finally {
    await removeParts(voiceFile);
  }
}

/**
 * Decodes the first track; if it cannot be decoded, or is silent, the first other one that has sound.
 * Phones put a track before the usual one that only their own players can decode.
 * @param kinds of the streams in the file
 */
async function decodeBestTrack(
  kinds: () => Promise<readonly string[]>,
  decode: (track: number) => Promise<DecodedSound>,
  signal: AbortSignal,
): Promise<DecodedSound> {
  const attempt = (track: number) =>
    decode(track).catch((thrown: unknown) => {
      signal.throwIfAborted();
      return toRenderError(thrown);
    });
  const best = await attempt(0);
  if (best instanceof RenderError ? !blamesInput(best) : !isSilent(best)) {
    if (best instanceof RenderError) throw best;
    return best;
  }
  const found = await kinds();
  const tracks = Math.min(maxTracks, found.filter((kind) => kind === 'a').length);
  for (let track = 1; track < tracks; track++) {
    const other = await attempt(track);
    if (other instanceof RenderError && !blamesInput(other)) throw other;
    if (!(other instanceof RenderError) && !isSilent(other)) return other;
  }
  if (best instanceof RenderError) throw best;
  // Decoded again if another track has taken its file.
  return tracks > 1 ? decode(0) : best;
}

function isSilent({ energies, frames }: DecodedSound): boolean {
  return energies.max < silentPower * frames || frames === 0;
}

async function checkWhole(voiceFile: string, sound: DecodedSound, signal: AbortSignal): Promise<void> {
  const name = identifyMedia(await headOf(voiceFile))?.name ?? '';
  if (!(await isTruncated(voiceFile, name, signal))) return;
  const seconds = Math.floor(secondsOf(sound) * 10) / 10;
  throw new RenderError(
    'voice_unreadable',
    `The voice file (${name}) breaks off after ${String(seconds)} s: it is shorter than its header says. Send the whole file.`,
    { details: { seconds } },
  );
}

function secondsOf({ frames, rateHz }: DecodedSound): number {
  return frames / rateHz;
}
