import type { Checkpoint } from '../checkpoint/checkpoint.js';
import type { Layer } from './network.js';
import { tensorNames } from './layer-channels.js';

/** A layer without its activation, as one convolution; the weight keeps PyTorch's layout. */
export interface FoldedLayer {
  /** `[out, in, kh, kw]`, or `[in, out, kh, kw]` if the layer is transposed. */
  readonly weight: Float32Array;
  /** `[out]` */
  readonly bias: Float32Array;
}

/** PyTorch's default, which Wav2Lip does not change. */
const batchNormEpsilon = 1e-5;

/**
 * Reads a layer and folds its batch norm into it: at inference, `γ·(w∗x + b − μ)/√(σ² + ε) + β` is
 * again a convolution, and so is its sum with `x` in a residual layer.
 */
export async function readFoldedLayer(checkpoint: Checkpoint, layer: Layer): Promise<FoldedLayer> {
  const names = tensorNames(layer);
  const weight = await checkpoint.read(names.weight);
  const bias = await checkpoint.read(names.bias);
  if (!names.norm) return { weight, bias };

  const gamma = await checkpoint.read(names.norm.gamma);
  const beta = await checkpoint.read(names.norm.beta);
  const mean = await checkpoint.read(names.norm.mean);
  const variance = await checkpoint.read(names.norm.variance);
  const scale = gamma.map((g, i) => g / Math.sqrt((variance[i] ?? 0) + batchNormEpsilon));

  const [kernelHeight, kernelWidth] = layer.kernel;
  const taps = kernelHeight * kernelWidth;
  const outputs = scale.length;
  const run = layer.transposed ? taps : weight.length / outputs;
  // Runs of equal output channel: in a transposed layer, the next channel follows after `taps`
  // numbers.
  const folded = weight.map((w, i) => w * (scale[Math.floor(i / run) % outputs] ?? 0));
  if (layer.residual) addIdentity(folded, outputs, layer.kernel);
  return {
    weight: folded,
    bias: bias.map((b, i) => (b - (mean[i] ?? 0)) * (scale[i] ?? 0) + (beta[i] ?? 0)),
  };
}

/** Adds the identity to a convolution with as many inputs as outputs. */
function addIdentity(weight: Float32Array, channels: number, [height, width]: Layer['kernel']): void {
  const center = Math.floor(height / 2) * width + Math.floor(width / 2);
  for (let channel = 0; channel < channels; channel++) {
    const at = (channel * channels + channel) * height * width + center;
    weight[at] = (weight[at] ?? 0) + 1;
  }
}
