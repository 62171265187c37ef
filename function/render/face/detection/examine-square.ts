import type { RunNetwork } from '../../gpu/network-run.js';
import type { Picture } from '../../picture/decode-picture.js';
import { sampleView, viewToPicture, type FaceView } from '../../picture/square-view.js';
import type { ExaminedFace, FacedSquare } from '../examined-faces.js';
import type { Point, Rectangle } from '../../picture/geometry.js';
import { meshBounds, tiltDegrees, type FaceMesh } from '../face-mesh.js';
import { detectFaces, type FoundFace } from './detect-faces.js';

/**
 * Sides of the close views, relative to the face. In views of these sizes, upright faces always get more
 * confidence than the same faces turned by 180°.
 */
const closeViews = [2.1, 2.4, 3.4] as const;
/** The detector sees 256 pixels. */
const closeSize = 256;
/** The view from which the points of a face are taken, if the first ones are not precise. */
const measuredView = { side: 2.4, maxSize: 640 } as const;

/**
 * The least sum of scores over the close views: photographs of faces have 2 and more, painted ones
 * 1.5 and more, and what only looks like a face from afar seldom has any.
 */
const minRating = 1.2;

/**
 * Finds the faces in a picture, and looks at each from close by, upright and turned by 180°: the
 * detector takes an inverted face for an upright one, but with less confidence; it misplaces faces that
 * fill the picture unless there is a margin; and it takes small patterns for faces. If there is no
 * face, it looks at the picture turned. It blocks the calling thread.
 * @returns the faces in pixels of the square
 * @throws the reason of `signal`, which is checked before each view
 */
export async function examineSquare(
  { rgb, side, width, height }: FacedSquare,
  run: RunNetwork,
  signal: AbortSignal,
): Promise<ExaminedFace[]> {
  const views = new Views(
    { rgb: Buffer.from(rgb.buffer, rgb.byteOffset, rgb.length), width: side, height: side },
    run,
    signal,
  );
  const found = await views.whole();
  const precise = found.map(({ mesh }) => ({ mesh, isPrecise: true }));
  const size = { width, height };
  let faces = await examineAll(views, [...precise, ...(await facesFromAfar(views, size, 0))]);
  for (const degrees of [180, 90, 270]) {
    if (faces.length > 0) break;
    faces = await examineAll(views, await facesFromAfar(views, size, degrees));
  }
  return faces.map(({ mesh, tiltDegrees: tilt }) => ({ mesh, tiltDegrees: tilt }));
}

/** Looks at a square picture as a whole, and at parts of it. */
class Views {
  readonly #square: Picture;
  readonly #run: RunNetwork;
  readonly #signal: AbortSignal;

  constructor(square: Picture, run: RunNetwork, signal: AbortSignal) {
    this.#square = square;
    this.#run = run;
    this.#signal = signal;
  }

  /** Finds all faces. */
  whole(): Promise<FoundFace[]> {
    this.#signal.throwIfAborted();
    return detectFaces({ rgb: this.#square.rgb, side: this.#square.width }, this.#run);
  }

  /** Finds all faces in a view, which is sampled with `size` × `size` pixels. */
  async part(view: FaceView, size: number): Promise<FoundFace[]> {
    this.#signal.throwIfAborted();
    const faces = await detectFaces({ rgb: sampleView(this.#square, view, size), side: size }, this.#run);
    const toSquare = viewToPicture(view, size);
    return faces.map(({ score, mesh }) => ({ score, mesh: mesh.map(toSquare) }));
  }
}

/** Faces in a view of the whole picture with a margin. */
async function facesFromAfar(
  views: Views,
  { width, height }: { width: number; height: number },
  degrees: number,
): Promise<Candidate[]> {
  const view: FaceView = {
    center: [width / 2, height / 2],
    side: 1.6 * Math.max(width, height),
    degrees,
  };
  return (await views.part(view, 640)).map(({ mesh }) => ({ mesh, isPrecise: false }));
}

interface RatedFace extends ExaminedFace {
  readonly rating: number;
}

/** A face to examine, and whether its points are precise: those of a view with a margin are not. */
interface Candidate {
  readonly mesh: FaceMesh;
  readonly isPrecise: boolean;
}

/** Examines candidates, of which several may be the same face, and drops what only looks like a face. */
async function examineAll(views: Views, candidates: readonly Candidate[]): Promise<RatedFace[]> {
  const distinct: Candidate[] = [];
  for (const candidate of candidates) {
    const isKnown = (other: Candidate) => overlap(boundsOf(other), boundsOf(candidate)) > 0.7;
    if (!distinct.some(isKnown)) distinct.push(candidate);
  }
  const rated: RatedFace[] = [];
  for (const candidate of distinct) {
    const face = await examine(views, candidate);
    if (face.rating >= minRating) rated.push(face);
  }
  rated.sort((a, b) => b.rating - a.rating);
  return rated.filter(
    (face, index) => !rated.slice(0, index).some((better) => coversHalf(boundsOf(better), boundsOf(face))),
  );
}

async function examine(views: Views, candidate: Candidate): Promise<RatedFace> {
  const tilt = tiltDegrees(candidate.mesh);
  const upright = await lookClosely(views, candidate.mesh, tilt);
  const inverted = await lookClosely(views, candidate.mesh, tilt + 180);
  const better = inverted.rating > upright.rating ? inverted : upright;
  const agrees =
    better === upright && overlap(meshBounds(better.mesh), meshBounds(candidate.mesh)) >= agreement;
  const mesh = candidate.isPrecise && agrees ? candidate.mesh : await measure(views, better);
  return { mesh, rating: better.rating, tiltDegrees: tiltDegrees(mesh) };
}

/** The overlap from which the close views agree with a candidate, whose points are then kept. */
const agreement = 0.9;

/** Sums up the scores of the close views in which there is a face at the same place. */
async function lookClosely(views: Views, mesh: FaceMesh, degrees: number) {
  let rating = 0;
  let closest = mesh;
  for (const side of closeViews) {
    const same = await faceAt(views, mesh, { side, degrees }, closeSize);
    if (same && rating === 0) closest = same.mesh;
    rating += same?.score ?? 0;
  }
  return { mesh: closest, rating, degrees };
}

async function measure(views: Views, { mesh, degrees }: { mesh: FaceMesh; degrees: number }) {
  const { side, maxSize } = measuredView;
  const { width, height } = meshBounds(mesh);
  const size = Math.min(maxSize, Math.max(closeSize, Math.round(side * Math.max(width, height))));
  const same = await faceAt(views, mesh, { side, degrees }, size);
  return same?.mesh ?? mesh;
}

/** The face in a view around another that shares the most with it. */
async function faceAt(
  views: Views,
  mesh: FaceMesh,
  { side, degrees }: { readonly side: number; readonly degrees: number },
  size: number,
): Promise<FoundFace | undefined> {
  const { x, y, width, height } = meshBounds(mesh);
  const center: Point = [x + width / 2, y + height / 2];
  const faces = await views.part({ center, side: side * Math.max(width, height), degrees }, size);
  const shared = (face: FoundFace) => overlap(boundsOf(face), boundsOf({ mesh }));
  return faces.filter((face) => shared(face) > 0.2).sort((a, b) => shared(b) - shared(a))[0];
}

function boundsOf({ mesh }: { readonly mesh: FaceMesh }): Rectangle {
  return meshBounds(mesh);
}

/** Area that two rectangles share. */
function sharedArea(a: Rectangle, b: Rectangle): number {
  const along = (from: number, length: number, other: number, otherLength: number) =>
    Math.max(0, Math.min(from + length, other + otherLength) - Math.max(from, other));
  return along(a.x, a.width, b.x, b.width) * along(a.y, a.height, b.y, b.height);
}

/** Shared area as a share of what both cover together. */
function overlap(a: Rectangle, b: Rectangle): number {
  const shared = sharedArea(a, b);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Whether one rectangle contains half of the other: then they are the same face. */
function coversHalf(a: Rectangle, b: Rectangle): boolean {
  return sharedArea(a, b) > 0.5 * Math.min(a.width * a.height, b.width * b.height);
}
