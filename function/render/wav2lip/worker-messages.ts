import type { ErrorCode } from '../../../errors/table.js';
import type { ErrorDetails } from '../../../errors/render-error.js';
import type { PortraitTensors } from './portrait-tensors.js';
import type { SessionOptions } from './session-options.js';

export type WorkerRequest =
  | { readonly id: number; readonly task: 'load'; readonly folder: string; readonly options: SessionOptions }
  | { readonly id: number; readonly task: 'show'; readonly portrait: PortraitTensors }
  | {
      readonly id: number;
      readonly task: 'speak';
      readonly mel: Float32Array;
      readonly blendWeight: Float32Array;
    };

export type WorkerReply =
  | { readonly id: number; readonly done: 'shown' }
  | { readonly id: number; readonly done: 'loaded'; readonly batchFrames: number }
  | {
      readonly id: number;
      readonly done: 'spoken';
      readonly patches: Uint8Array;
      readonly batchFrames: number;
    }
  | { readonly id: number; readonly failed: WorkerFailure };

/** What of an error crosses over from the thread. */
export interface WorkerFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}
