import { fileURLToPath } from 'node:url';

/*
 * Two networks of MediaPipe. `npm run build` makes them of the files in the package `@vladmandic/human`
 * and writes them beside this module.
 */

/** `blazeface.onnx`: finds faces. `picture` → `scores16`, `boxes16`, `scores32`, `boxes32`. */
export const detectorFile = fileURLToPath(new URL('./blazeface.onnx', import.meta.url));
/** `facemesh.onnx`: the points of a face. `face` → `presence`, `mesh`. */
export const meshFile = fileURLToPath(new URL('./facemesh.onnx', import.meta.url));

/** Side of BlazeFace's input, in pixels. */
export const detectorSide = 256;
/** Side of FaceMesh's input, in pixels. */
export const meshSide = 192;

/** BlazeFace's grids: the pixels from one cell to the next, and the anchors in each cell. */
export const detectorGrids = [
  { stride: 16, anchorsPerCell: 2 },
  { stride: 32, anchorsPerCell: 6 },
] as const;

/** Anchors of a grid of BlazeFace. */
export function anchorCount({ stride, anchorsPerCell }: (typeof detectorGrids)[number]): number {
  return (detectorSide / stride) ** 2 * anchorsPerCell;
}
