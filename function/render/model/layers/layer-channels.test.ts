import { describe, expect, test } from 'vitest';
import { randomNetwork } from '../../../../test/fixtures/random-network.js';
import { readLayerChannels } from './layer-channels.js';

/** Shapes of a network with a sixteenth of the original channels, with some changes. */
function shapes(changes: Record<string, readonly number[] | undefined> = {}): Map<string, readonly number[]> {
  const all = new Map([...randomNetwork(1, 16)].map(([name, { shape }]) => [name, shape]));
  for (const [name, shape] of Object.entries(changes)) {
    if (shape) all.set(name, shape);
    else all.delete(name);
  }
  return all;
}

test('readLayerChannels reads the channels of every layer from the shapes', () => {
  const channels = readLayerChannels(shapes());
  expect(channels.size).toBe(51);
  expect(channels.get('face_encoder_blocks.0.0')).toEqual({ input: 6, output: 4 });
  expect(channels.get('face_encoder_blocks.6.1')).toEqual({ input: 32, output: 32 });
  expect(channels.get('audio_encoder.0')).toEqual({ input: 1, output: 4 });
  expect(channels.get('audio_encoder.12')).toEqual({ input: 32, output: 32 });
  // Concatenated: channels of the decoder and of the face encoder.
  expect(channels.get('face_decoder_blocks.1.0')).toEqual({ input: 64, output: 32 });
  expect(channels.get('face_decoder_blocks.3.0')).toEqual({ input: 32 + 16, output: 24 });
  expect(channels.get('output_block.0')).toEqual({ input: 4 + 4, output: 4 });
  expect(channels.get('output_block.1')).toEqual({ input: 4, output: 3 });
});

test('readLayerChannels ignores tensors that a Wav2Lip does not have', () => {
  const more = { 'audio_encoder.0.conv_block.1.num_batches_tracked': [], 'discriminator.weight': [1, 2] };
  expect(readLayerChannels(shapes(more))).toEqual(readLayerChannels(shapes()));
});

describe('readLayerChannels names the first tensor that does not fit, with both shapes,', () => {
  const first = 'face_encoder_blocks.0.0.conv_block.0.weight';
  test.each([
    ['is missing', { [first]: undefined }, first, ['*', 6, 7, 7], null],
    ['has another kernel', { [first]: [4, 6, 5, 5] }, first, ['*', 6, 7, 7], [4, 6, 5, 5]],
    ['takes three channels', { [first]: [4, 3, 7, 7] }, first, ['*', 6, 7, 7], [4, 3, 7, 7]],
    [
      'takes more channels than the previous layer gives',
      { 'audio_encoder.3.conv_block.0.weight': [4, 5, 3, 3] },
      'audio_encoder.3.conv_block.0.weight',
      ['*', 4, 3, 3],
      [4, 5, 3, 3],
    ],
    [
      'is residual and changes the number of channels',
      { 'audio_encoder.1.conv_block.0.weight': [5, 4, 3, 3] },
      'audio_encoder.1.conv_block.0.weight',
      [4, 4, 3, 3],
      [5, 4, 3, 3],
    ],
    [
      'has a batch norm with other channels',
      { 'face_decoder_blocks.2.0.conv_block.1.running_var': [31] },
      'face_decoder_blocks.2.0.conv_block.1.running_var',
      [32],
      [31],
    ],
    [
      'takes a wrong number of concatenated channels',
      { 'face_decoder_blocks.4.0.conv_block.0.weight': [33, 16, 3, 3] },
      'face_decoder_blocks.4.0.conv_block.0.weight',
      [32, '*', 3, 3],
      [33, 16, 3, 3],
    ],
    [
      'gives four colors',
      { 'output_block.1.weight': [4, 4, 1, 1], 'output_block.1.bias': [4] },
      'output_block.1.weight',
      [3, '*', 1, 1],
      [4, 4, 1, 1],
    ],
  ])('in a network with a tensor that %s', (_, changes, tensor, expected, found) => {
    const list = (shape: readonly unknown[]) => `[${shape.join(', ')}]`;
    const difference = found ? `but has ${list(found)}.` : 'but is missing';
    expect(() => readLayerChannels(shapes(changes))).toThrow(
      expect.objectContaining({
        code: 'checkpoint_mismatch',
        message: expect.stringContaining(
          `The checkpoint is not a Wav2Lip checkpoint: ${tensor} should have the shape ${list(expected)}, ${difference}`,
        ) as string,
        details: { tensor, expected, found },
      }) as Error,
    );
  });

  test('in a checkpoint of another network', () => {
    expect(() => readLayerChannels(new Map([['fc.weight', [1000, 2048]]]))).toThrow(
      /face_encoder_blocks\.0\.0.*is missing/,
    );
  });
});
