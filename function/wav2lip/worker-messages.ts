import type { PortraitTensors } from './portrait-tensors.js';
import type { SessionOptions } from './session.js';

export type WorkerRequest =
  | { readonly id: number; readonly task: 'load'; readonly folder: string; readonly options: SessionOptions }
  | { readonly id: number; readonly task: 'show'; readonly portrait: PortraitTensors }
  | {
      readonly id: number;
      readonly task: 'speak';
      readonly mel: Float32Array;
      readonly strength: Float32Array;
    };

export type WorkerReply =
  | { readonly id: number; readonly done: 'loaded' | 'shown' }
  | { readonly id: number; readonly done: 'spoken'; readonly patches: Uint8Array }
  | { readonly id: number; readonly failed: string };
