import { RenderError } from '../../../../errors/render-error.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import type { StoredTensor } from '../layers/weights.js';
import type { WeightsFile } from '../onnx/weights-file.js';

/** A convolution of the detail network in the weights file. */
export interface DetailLayer {
  /** `[output, input, height, width]`; `[input, output, 2, 2]` for `up` */
  readonly weight: StoredTensor;
  readonly bias: StoredTensor;
}

/**
 * The layers of the detail network, named as in `training/detail/network.py`. Of `output`, two parts are
 * stored, `flow` and `visibility`: the correction of the drawn color that it also learned is not used.
 */
export type DetailLayers = ReadonlyMap<string, DetailLayer>;

/** Channels of the network's last layer: motion at twice, color and visibility at four times its size. */
const outputChannels = { flow: 2 * 2 ** 2, color: 3 * 4 ** 2, visibility: 4 ** 2 };
const unused = 'color';

/** Layers whose input is a picture with 2×2 pixels folded into channels. */
const foldedInputs: Readonly<Record<string, number>> = { 'portrait.first': 3, entry: 6 };

const plainLayers = [
  'portrait.second',
  'portrait.entry',
  'portrait.exit',
  'high',
  'down',
  'deep1',
  'deep2',
  'exit1',
  'exit2',
];

/**
 * Copies the detail network of a checkpoint into the weights file, in the form that the graphs use.
 * @throws RenderError `checkpoint_mismatch` if it is another network
 */
export async function storeDetailLayers(checkpoint: Checkpoint, file: WeightsFile): Promise<DetailLayers> {
  const stored = new Map<string, DetailLayer>();
  const store = async (name: string, weight: Numbers, bias: Numbers) => {
    const append = async ({ shape, numbers }: Numbers) => ({ shape, place: await file.append(numbers) });
    stored.set(name, { weight: await append(weight), bias: await append(bias) });
  };
  const width = shapeOf(checkpoint, 'high.weight')[0] ?? 0;
  const deep = shapeOf(checkpoint, 'down.weight')[0] ?? 0;

  for (const [name, channels] of Object.entries(foldedInputs)) {
    const weight = await read(checkpoint, `${name}.weight`, [width, 4 * channels, 3, 3]);
    const bias = checkpoint.shapes.has(`${name}.bias`)
      ? await read(checkpoint, `${name}.bias`, [width])
      : { shape: [width], numbers: new Float32Array(width) };
    await store(name, unfoldInput(weight.numbers, width, channels), bias);
  }
  for (const name of plainLayers) {
    const [input, output] = [
      name.startsWith('deep') ? deep : width,
      name.startsWith('deep') || name === 'down' ? deep : width,
    ];
    const weight = await read(checkpoint, `${name}.weight`, [output, input, 3, 3]);
    await store(name, weight, await read(checkpoint, `${name}.bias`, [output]));
  }
  const up = await read(checkpoint, 'up.weight', [width, deep, 1, 1]);
  await store('up', repeatPixels(up.numbers, width, deep), await read(checkpoint, 'up.bias', [width]));

  const outputs = Object.values(outputChannels).reduce((sum, channels) => sum + channels, 0);
  const weight = await read(checkpoint, 'output.weight', [outputs, width, 1, 1]);
  const bias = await read(checkpoint, 'output.bias', [outputs]);
  let first = 0;
  for (const [name, channels] of Object.entries(outputChannels)) {
    const last = first + channels;
    if (name !== unused) {
      await store(
        name,
        { shape: [channels, width, 1, 1], numbers: weight.numbers.subarray(first * width, last * width) },
        { shape: [channels], numbers: bias.numbers.subarray(first, last) },
      );
    }
    first = last;
  }
  return stored;
}

interface Numbers {
  readonly shape: readonly number[];
  readonly numbers: Float32Array;
}

async function read(checkpoint: Checkpoint, name: string, shape: readonly number[]): Promise<Numbers> {
  const found = shapeOf(checkpoint, name);
  if (found.join() !== shape.join()) {
    throw mismatch(`${name} has shape [${found.join(', ')}] where [${shape.join(', ')}] is expected`);
  }
  return { shape, numbers: await checkpoint.read(name) };
}

function shapeOf(checkpoint: Checkpoint, name: string): readonly number[] {
  const shape = checkpoint.shapes.get(name);
  if (!shape) throw mismatch(`${name} is missing`);
  return shape;
}

function mismatch(reason: string): RenderError {
  return new RenderError('checkpoint_mismatch', `The file is not a detail network: ${reason}.`);
}

/**
 * A 3×3 convolution over 2×2 pixels folded into channels (PyTorch's `pixel_unshuffle`) equals a 6×6
 * convolution with stride 2 over the picture itself: `[o, c · 4 + dy · 2 + dx, ty, tx]` becomes
 * `[o, c, 2 ty + dy, 2 tx + dx]`.
 */
function unfoldInput(weight: Float32Array, outputs: number, channels: number): Numbers {
  const numbers = new Float32Array(weight.length);
  let from = 0;
  for (let plane = 0; plane < outputs * channels; plane++)
    for (let dy = 0; dy < 2; dy++)
      for (let dx = 0; dx < 2; dx++)
        for (let ty = 0; ty < 3; ty++)
          for (let tx = 0; tx < 3; tx++)
            numbers[plane * 36 + (2 * ty + dy) * 6 + 2 * tx + dx] = weight[from++] ?? 0;
  return { shape: [outputs, channels, 6, 6], numbers };
}

/** A 1×1 convolution followed by doubling each pixel, as one transposed convolution. */
function repeatPixels(weight: Float32Array, outputs: number, inputs: number): Numbers {
  const numbers = new Float32Array(inputs * outputs * 4);
  for (let input = 0; input < inputs; input++)
    for (let output = 0; output < outputs; output++)
      numbers.fill(
        weight[output * inputs + input] ?? 0,
        (input * outputs + output) * 4,
        (input * outputs + output + 1) * 4,
      );
  return { shape: [inputs, outputs, 2, 2], numbers };
}
