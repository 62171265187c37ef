/** Names of the files of an imported model, all in one folder. */
export const modelFiles = {
  manifest: 'model.json',
  weights: 'weights.bin',
  portrait: 'portrait.onnx',
  frames: 'frames.onnx',
  portraitHalf: 'portrait-half.onnx',
  framesHalf: 'frames-half.onnx',
  plain: 'plain.onnx',
  /** A folder: what onnxruntime made of the graphs, for one kind of processor each. */
  optimised: 'optimised',
} as const;
