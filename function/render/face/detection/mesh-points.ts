import type { RunNetwork } from '../../gpu/network-run.js';
import type { Point } from '../../picture/geometry.js';
import type { FaceMesh } from '../face-mesh.js';
import { centerOf, sampleCrop, type FaceCrop, type SquarePixels } from './face-crop.js';
import { meshFile, meshSide } from './face-networks.js';

/** Points of FaceMesh, each with x, y, and depth. */
const pointCount = 468;

/**
 * Asks FaceMesh for the points of a face.
 *
 * Source: Kartynnik et al., "Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs", 2019.
 * @returns the points in whole pixels of the picture, and how sure the network is that there is a face,
 *   0..1
 */
export async function meshPoints(
  picture: SquarePixels,
  crop: FaceCrop,
  run: RunNetwork,
): Promise<{ mesh: FaceMesh; presence: number }> {
  const face = { values: sampleCrop(picture, crop, meshSide), shape: [1, 3, meshSide, meshSide] };
  const { presence, mesh } = await run({ file: meshFile, inputs: { face } });
  if (!presence || mesh?.length !== 3 * pointCount) throw new RangeError(`${meshFile} has other outputs`);
  return { presence: presence[0] ?? 0, mesh: toPicture(mesh, crop) };
}

/** @param mesh `[468, 3]`, in pixels of the network's input */
function toPicture(mesh: Float32Array, crop: FaceCrop): FaceMesh {
  const [centerX, centerY] = centerOf(crop);
  const [sine, cosine] = [Math.sin(crop.radians), Math.cos(crop.radians)];
  const [width, height] = [crop.end[0] - crop.start[0], crop.end[1] - crop.start[1]];
  return Array.from({ length: pointCount }, (_, index): Point => {
    const x = (width / meshSide) * ((mesh[3 * index] ?? 0) - meshSide / 2);
    const y = (height / meshSide) * ((mesh[3 * index + 1] ?? 0) - meshSide / 2);
    return [Math.trunc(x * cosine - y * sine + centerX), Math.trunc(x * sine + y * cosine + centerY)];
  });
}
