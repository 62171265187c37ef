import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { readFoldedLayer } from './fold.js';
import { layersOf, wav2lip, type Layer } from './network.js';
import type { LayerChannels } from './layer-channels.js';
import type { WeightsFile, WeightsPlace } from '../onnx/weights-file.js';

/** A tensor in the weights file. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly place: WeightsPlace;
}

/** A folded layer in the weights file. */
export interface StoredLayer {
  /**
   * One tensor; or two, if the layer's input is the concatenation of the decoder's own channels and
   * those of the face encoder. A convolution over concatenated channels is the sum of two, and the
   * encoder's part is constant for a portrait.
   */
  readonly weight: readonly [StoredTensor] | readonly [decoder: StoredTensor, encoder: StoredTensor];
  readonly bias: StoredTensor;
}

/** Folds all layers of a checkpoint into the weights file. @returns the layers by name */
export async function storeWeights(
  checkpoint: Checkpoint,
  layerChannels: ReadonlyMap<string, LayerChannels>,
  file: WeightsFile,
): Promise<ReadonlyMap<string, StoredLayer>> {
  const decoderChannels = decoderChannelsOf(layerChannels);
  const stored = new Map<string, StoredLayer>();
  for (const layer of layersOf(wav2lip)) {
    const channels = { ...layerChannels.get(layer.name), decoder: decoderChannels.get(layer.name) };
    stored.set(layer.name, await storeLayer(checkpoint, layer, channels, file));
  }
  return stored;
}

async function storeLayer(
  checkpoint: Checkpoint,
  layer: Layer,
  { input = 0, output = 0, decoder }: Partial<LayerChannels> & { readonly decoder: number | undefined },
  file: WeightsFile,
): Promise<StoredLayer> {
  const { weight, bias } = await readFoldedLayer(checkpoint, layer);
  const shapeOf = (inputs: number) => [
    ...(layer.transposed ? [inputs, output] : [output, inputs]),
    ...layer.kernel,
  ];
  const store = async (numbers: Float32Array, shape: readonly number[]): Promise<StoredTensor> => ({
    shape,
    place: await file.append(numbers),
  });
  const stored = { bias: await store(bias, [output]) };
  if (decoder === undefined) return { ...stored, weight: [await store(weight, shapeOf(input))] };

  const cut = inputChannels(weight, layer, input, output);
  return {
    ...stored,
    weight: [
      await store(cut(0, decoder), shapeOf(decoder)),
      await store(cut(decoder, input), shapeOf(input - decoder)),
    ],
  };
}

/** Number of decoder channels in each layer with a concatenated input. */
function decoderChannelsOf(layerChannels: ReadonlyMap<string, LayerChannels>): ReadonlyMap<string, number> {
  const blocks = [...wav2lip.faceDecoder, wav2lip.output];
  return new Map(
    blocks.slice(1).map((block, k) => {
      const before = blocks[k]?.at(-1)?.name ?? '';
      return [block[0]?.name ?? '', layerChannels.get(before)?.output ?? 0] as const;
    }),
  );
}

/** Cuts a range of input channels out of a weight. */
function inputChannels(weight: Float32Array, layer: Layer, inputs: number, outputs: number) {
  const taps = layer.kernel[0] * layer.kernel[1];
  return (from: number, to: number): Float32Array => {
    if (layer.transposed) return weight.subarray(from * outputs * taps, to * outputs * taps);
    const cut = new Float32Array(outputs * (to - from) * taps);
    for (let output = 0; output < outputs; output++) {
      const start = output * inputs * taps;
      cut.set(weight.subarray(start + from * taps, start + to * taps), output * (to - from) * taps);
    }
    return cut;
  };
}
