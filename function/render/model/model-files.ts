import path from 'node:path';
import { packageRoot } from '../../../config/package-root.js';

/** File names of an imported model, all in one folder. */
export const modelFiles = {
  manifest: 'model.json',
  weights: 'weights.bin',
  portrait: 'portrait.onnx',
  frames: 'frames.onnx',
  portraitHalf: 'portrait-half.onnx',
  framesHalf: 'frames-half.onnx',
  framesDetail: 'frames-detail.onnx',
  framesDetailHalf: 'frames-detail-half.onnx',
  /** The whole network as one graph, for comparison; written by `avatar import --plain`. */
  reference: 'plain.onnx',
  /** A folder with the graphs as optimized by onnxruntime, one set for each kind of processor. */
  optimized: 'optimized',
} as const;

/** Names that earlier importers used; an import may replace a folder with these. */
export const formerModelFiles = ['optimized'] as const;

/** The detail network, which works behind every checkpoint. */
export const detailCheckpoint = path.join(packageRoot, 'models', 'detail', 'detail.pth');
