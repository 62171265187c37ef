import type { Checkpoint } from './checkpoint/checkpoint.js';
import type { Layer } from './network.js';
import { tensorNames } from './widths.js';

/** A convolution that needs no batch norm any more; the weight keeps PyTorch's layout. */
export interface FoldedLayer {
  /** `[out, in, kh, kw]`, or `[in, out, kh, kw]` where the layer is transposed. */
  readonly weight: Float32Array;
  /** `[out]` */
  readonly bias: Float32Array;
}

/** PyTorch's default, which Wav2Lip leaves as it is. */
const EPSILON = 1e-5;

/**
 * Reads a layer and folds its batch norm into it, since at inference
 * `γ·(w∗x + b − μ)/√(σ² + ε) + β` is again a convolution.
 */
export async function readFolded(checkpoint: Checkpoint, layer: Layer): Promise<FoldedLayer> {
  const names = tensorNames(layer);
  const weight = await checkpoint.read(names.weight);
  const bias = await checkpoint.read(names.bias);
  if (!names.norm) return { weight, bias };

  const gamma = await checkpoint.read(names.norm.gamma);
  const beta = await checkpoint.read(names.norm.beta);
  const mean = await checkpoint.read(names.norm.mean);
  const variance = await checkpoint.read(names.norm.variance);
  const scale = gamma.map((g, i) => g / Math.sqrt((variance[i] ?? 0) + EPSILON));

  const [kernelHeight, kernelWidth] = layer.kernel;
  const taps = kernelHeight * kernelWidth;
  const outputs = scale.length;
  const run = layer.transposed ? taps : weight.length / outputs;
  return {
    // Runs of equal output channel: every `taps` numbers the next channel where transposed.
    weight: weight.map((w, i) => w * (scale[Math.floor(i / run) % outputs] ?? 0)),
    bias: bias.map((b, i) => (b - (mean[i] ?? 0)) * (scale[i] ?? 0) + (beta[i] ?? 0)),
  };
}
