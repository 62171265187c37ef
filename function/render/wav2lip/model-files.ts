/** File names of an imported model, all in one folder. */
export const modelFiles = {
  manifest: 'model.json',
  weights: 'weights.bin',
  portrait: 'portrait.onnx',
  frames: 'frames.onnx',
  portraitHalf: 'portrait-half.onnx',
  framesHalf: 'frames-half.onnx',
  plain: 'plain.onnx',
  /** A folder with the graphs as optimized by onnxruntime, one set for each kind of processor. */
  optimised: 'optimised',
} as const;
