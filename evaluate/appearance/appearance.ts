import type { FaceExaminer } from '../../function/render/face/examined-faces.js';
import type { RunNetwork } from '../../function/render/gpu/network-run.js';
import type { Portrait } from '../../function/render/portrait/portrait.js';
import type { RenderedClip, Speaker } from '../render-clip.js';
import { mean, percentile } from '../statistics.js';
import { cosine, faceEmbedding } from './identity.js';
import { mouthDetail, type MouthDetail } from './inside-sharpness.js';
import { faceLengths, rangeOf, type FaceLengths } from './tracked-face.js';

/** What a speaking portrait looks like in one clip. */
export interface Appearance {
  /** The opening of each frame in which the mouth moves, in widths of the mouth. */
  readonly openings: readonly number[];
  /** Mean variance of the Laplacian in the opening and in the lips; undefined if the mouth never opens. */
  readonly detail: MouthDetail | undefined;
  /** Lengths in the face in a few frames. */
  readonly lengths: readonly FaceLengths[];
  /** How much the face in each of them is that of the portrait: cosine of their embeddings. */
  readonly likeness: readonly number[];
}

/** The appearance in all clips of a portrait, or of several. */
export interface AppearanceSummary {
  readonly medianOpening: number;
  readonly wideOpening: number;
  /** Detail inside of the opening, relative to that of the lips. */
  readonly insideSharpness: number | undefined;
  /** Ranges from the 2nd to the 98th percentile, in distances of the eyes; undefined if no face was found. */
  readonly chinRange: number | undefined;
  readonly widthRange: number | undefined;
  readonly likeness: number;
  readonly worstLikeness: number;
}

/** The networks that look at frames. */
export interface Onlookers {
  readonly examiner: FaceExaminer;
  /** The file of the network that describes faces, and what runs it. */
  readonly identityFile: string;
  readonly run: RunNetwork;
}

/**
 * Measures the appearance of a rendered clip.
 * @param rest the portrait's own patch, `[height, width, 3]` RGB
 */
export async function measureAppearance(
  { portrait, lips }: Pick<Speaker, 'portrait' | 'lips'>,
  rest: Uint8Array,
  { openings, gaps, patches, pictures }: RenderedClip,
  { examiner, identityFile, run }: Onlookers,
): Promise<Appearance> {
  const details = patches
    .map((patch, frame) => mouthDetail(patch, portrait.patch, lips, gaps[frame] ?? { from: 0, to: 0 }))
    .filter((detail) => detail !== undefined);
  const own = await embeddingOf(portrait, portrait.picture);
  const lengths: FaceLengths[] = [];
  const likeness: number[] = [];
  for (const picture of pictures) {
    const found = await faceLengths(picture, examiner);
    if (found) lengths.push(found);
    likeness.push(cosine(own, await embeddingOf(portrait, picture)));
  }
  return {
    openings: openings
      .filter((_, frame) => Buffer.compare(patches[frame] ?? rest, rest) !== 0)
      .map((opening) => (opening * lips.unit) / lips.width),
    detail: details.length === 0 ? undefined : meanDetail(details),
    lengths,
    likeness,
  };

  function embeddingOf({ face }: Portrait, picture: Portrait['picture']): Promise<Float32Array> {
    return faceEmbedding(picture, face.box, identityFile, run);
  }
}

/** Combines the clips of one portrait. */
export function summarizeAppearance(clips: readonly Appearance[]): AppearanceSummary {
  const openings = clips.flatMap((clip) => clip.openings);
  const lengths = clips.flatMap((clip) => clip.lengths);
  const likeness = clips.flatMap((clip) => clip.likeness);
  const details = clips.map(({ detail }) => detail).filter((detail) => detail !== undefined);
  const { inside, lips } = meanDetail(details);
  const ranged = (values: readonly number[]) => (values.length === 0 ? undefined : rangeOf(values));
  return {
    medianOpening: percentile(openings, 0.5),
    wideOpening: percentile(openings, 0.95),
    insideSharpness: details.length === 0 ? undefined : inside / lips,
    chinRange: ranged(lengths.map(({ chin }) => chin)),
    widthRange: ranged(lengths.map(({ width }) => width)),
    likeness: mean(likeness),
    worstLikeness: Math.min(...likeness),
  };
}

function meanDetail(details: readonly MouthDetail[]): MouthDetail {
  return {
    inside: mean(details.map(({ inside }) => inside)),
    lips: mean(details.map(({ lips }) => lips)),
  };
}
