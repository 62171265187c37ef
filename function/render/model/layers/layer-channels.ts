import { RenderError } from '../../../../errors/render-error.js';
import { faceChannels } from '../../face/face-geometry.js';
import { layersOf, wav2lip, type Layer } from './network.js';

/** Input and output channels of a layer. */
export interface LayerChannels {
  readonly input: number;
  readonly output: number;
}

/** A shape in which some sizes are free. */
type Pattern = readonly (number | '*')[];

/**
 * Reads the channels of every layer from the shapes of a checkpoint's tensors, and checks that they
 * form a Wav2Lip: kernels as in {@link wav2lip}, and each layer's input as wide as the previous
 * output.
 * @returns channels by layer name
 * @throws RenderError `checkpoint_mismatch`, naming the first tensor that does not fit
 */
export function readLayerChannels(
  shapes: ReadonlyMap<string, readonly number[]>,
): ReadonlyMap<string, LayerChannels> {
  const channels = new Map<string, LayerChannels>();

  const readSequence = (layers: readonly Layer[], firstInput: number): number =>
    layers.reduce((input, layer) => {
      const output = outputChannels(shapes, layer, input);
      channels.set(layer.name, { input, output });
      return output;
    }, firstInput);

  const skips: number[] = [];
  let output = faceChannels;
  for (const block of wav2lip.faceEncoder) skips.push((output = readSequence(block, output)));

  output = readSequence(wav2lip.audioEncoder, 1);
  for (const block of wav2lip.faceDecoder) output = readSequence(block, output) + (skips.pop() ?? 0);
  output = readSequence(wav2lip.output, output);
  if (output !== 3) mismatch('output_block.1.weight', [3, '*', 1, 1], shapes.get('output_block.1.weight'));
  return channels;
}

/** Names of a layer's tensors: convolution and, if it has one, batch norm. */
export function tensorNames({ name, bare }: Layer) {
  if (bare) return { weight: `${name}.weight`, bias: `${name}.bias` };
  return {
    weight: `${name}.conv_block.0.weight`,
    bias: `${name}.conv_block.0.bias`,
    norm: {
      gamma: `${name}.conv_block.1.weight`,
      beta: `${name}.conv_block.1.bias`,
      mean: `${name}.conv_block.1.running_mean`,
      variance: `${name}.conv_block.1.running_var`,
    },
  };
}

function outputChannels(shapes: ReadonlyMap<string, readonly number[]>, layer: Layer, input: number): number {
  const { weight, bias, norm } = tensorNames(layer);
  const output = layer.residual ? input : '*';
  const pattern: Pattern = layer.transposed
    ? [input, output, ...layer.kernel]
    : [output, input, ...layer.kernel];
  const shape = expectShape(shapes, weight, pattern);
  const found = shape[layer.transposed ? 1 : 0] ?? 0;
  for (const name of [bias, ...Object.values(norm ?? {})]) expectShape(shapes, name, [found]);
  return found;
}

function expectShape(shapes: ReadonlyMap<string, readonly number[]>, name: string, pattern: Pattern) {
  const shape = shapes.get(name);
  const fits =
    shape?.length === pattern.length && pattern.every((size, i) => size === '*' || size === shape[i]);
  if (!fits) mismatch(name, pattern, shape);
  return shape;
}

function mismatch(name: string, expected: Pattern, found: readonly number[] | undefined): never {
  const known = layersOf(wav2lip).length;
  throw new RenderError(
    'checkpoint_mismatch',
    `The checkpoint is not a Wav2Lip checkpoint: ${name} should have the shape [${expected.join(', ')}], ` +
      (found
        ? `but has [${found.join(', ')}].`
        : `but is missing (a Wav2Lip has ${String(known)} such layers).`),
    { details: { tensor: name, expected, found: found ?? null } },
  );
}
