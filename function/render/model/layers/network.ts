/** A convolution of Wav2Lip, with its batch norm unless `bare`; `[vertical, horizontal]`. */
export interface Layer {
  /** Name of the module in the state_dict. */
  readonly name: string;
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: number;
  /** Adds its input to its output, before the activation. */
  readonly residual: boolean;
  readonly transposed?: { readonly outputPadding: number };
  /** Without batch norm and activation: only the last layer. */
  readonly bare?: true;
}

/**
 * The structure of Wav2Lip. Channel counts are not part of it; they come from a checkpoint's tensors.
 * Rudrabha/Wav2Lip, models/wav2lip.py and models/conv.py.
 */
export interface Structure {
  /** Mel `[n, 1, 80, 16]` to an embedding `[n, a, 1, 1]`. */
  readonly audioEncoder: readonly Layer[];
  /** Face `[n, 6, 96, 96]`; the output of each block is concatenated in the decoder. */
  readonly faceEncoder: readonly (readonly Layer[])[];
  /** Block k takes the output of block k−1 concatenated with that of encoder block 7−k. */
  readonly faceDecoder: readonly (readonly Layer[])[];
  /** Ends in three channels, followed by a sigmoid. */
  readonly output: readonly Layer[];
}

export const wav2lip: Structure = {
  audioEncoder: [
    conv('audio_encoder.0', 3),
    residual('audio_encoder.1'),
    residual('audio_encoder.2'),
    conv('audio_encoder.3', 3, { stride: [3, 1] }),
    residual('audio_encoder.4'),
    residual('audio_encoder.5'),
    conv('audio_encoder.6', 3, { stride: [3, 3] }),
    residual('audio_encoder.7'),
    residual('audio_encoder.8'),
    conv('audio_encoder.9', 3, { stride: [3, 2] }),
    residual('audio_encoder.10'),
    conv('audio_encoder.11', 3, { padding: 0 }),
    conv('audio_encoder.12', 1, { padding: 0 }),
  ],
  faceEncoder: [
    [conv('face_encoder_blocks.0.0', 7, { padding: 3 })],
    halving('face_encoder_blocks.1', 2),
    halving('face_encoder_blocks.2', 3),
    halving('face_encoder_blocks.3', 2),
    halving('face_encoder_blocks.4', 2),
    halving('face_encoder_blocks.5', 1),
    [conv('face_encoder_blocks.6.0', 3, { padding: 0 }), conv('face_encoder_blocks.6.1', 1, { padding: 0 })],
  ],
  faceDecoder: [
    [conv('face_decoder_blocks.0.0', 1, { padding: 0 })],
    [
      conv('face_decoder_blocks.1.0', 3, { padding: 0, transposed: { outputPadding: 0 } }),
      residual('face_decoder_blocks.1.1'),
    ],
    doubling('face_decoder_blocks.2'),
    doubling('face_decoder_blocks.3'),
    doubling('face_decoder_blocks.4'),
    doubling('face_decoder_blocks.5'),
    doubling('face_decoder_blocks.6'),
  ],
  output: [conv('output_block.0', 3), conv('output_block.1', 1, { padding: 0, bare: true })],
};

/** All layers, in the order of the state_dict. */
export function layersOf(structure: Structure): readonly Layer[] {
  return [
    ...structure.faceEncoder.flat(),
    ...structure.audioEncoder,
    ...structure.faceDecoder.flat(),
    ...structure.output,
  ];
}

function conv(name: string, size: number, options: Partial<Layer> = {}): Layer {
  return { name, kernel: [size, size], stride: [1, 1], padding: 1, residual: false, ...options };
}

function residual(name: string): Layer {
  return conv(name, 3, { residual: true });
}

function halving(name: string, residuals: number): Layer[] {
  return [conv(`${name}.0`, 3, { stride: [2, 2] }), ...residualsAfter(name, residuals)];
}

function doubling(name: string): Layer[] {
  return [
    conv(`${name}.0`, 3, { stride: [2, 2], transposed: { outputPadding: 1 } }),
    ...residualsAfter(name, 2),
  ];
}

function residualsAfter(name: string, count: number): Layer[] {
  return Array.from({ length: count }, (_, i) => residual(`${name}.${String(i + 1)}`));
}
