import type { ExaminedFace } from './examined-faces.js';
import { meshBounds } from './face-mesh.js';

/** How much more prominent than the next the main face of a picture is. */
const minRatio = 1.5;

/**
 * The face that a portrait shows, although there are smaller ones in the background, as on a poster:
 * the one that is clearly the largest and most central; undefined without such a face.
 */
export function mainFace<T extends Pick<ExaminedFace, 'mesh'>>(
  faces: readonly T[],
  picture: { readonly width: number; readonly height: number },
): T | undefined {
  const ranked = faces
    .map((face) => ({ face, prominence: prominence(face, picture) }))
    .sort((a, b) => b.prominence - a.prominence);
  const [first, second] = ranked;
  if (first && second && first.prominence < minRatio * second.prominence) return undefined;
  return first?.face;
}

/** The side of a face, which counts half in the corners of the picture. */
function prominence(
  { mesh }: Pick<ExaminedFace, 'mesh'>,
  picture: { readonly width: number; readonly height: number },
): number {
  const { x, y, width, height } = meshBounds(mesh);
  const [across, down] = [(x + width / 2) / picture.width - 0.5, (y + height / 2) / picture.height - 0.5];
  return Math.sqrt(width * height) * (1 - 0.5 * Math.min(1, Math.hypot(across, down) / Math.SQRT1_2));
}
