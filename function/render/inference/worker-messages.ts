import type { ErrorCode } from '../../../errors/table.js';
import type { ErrorDetails } from '../../../errors/render-error.js';
import type { ExaminedFace, FacedSquare } from '../face/examined-faces.js';
import type { DrawnMouths } from '../portrait/drawn-mouths.js';
import type { PortraitTensors } from '../portrait/portrait-tensors.js';
import type { NetworkRun, NetworkValues } from '../gpu/network-run.js';
import type { SessionOptions } from './session-options.js';

export type WorkerRequest =
  | { readonly id: number; readonly task: 'load'; readonly folder: string; readonly options: SessionOptions }
  | ({ readonly id: number; readonly task: 'runNetwork'; readonly threads: number } & NetworkRun)
  | { readonly id: number; readonly task: 'examineFaces'; readonly square: FacedSquare }
  | { readonly id: number; readonly task: 'setPortrait'; readonly portrait: PortraitTensors }
  | { readonly id: number; readonly task: 'drawMouths'; readonly mel: Float32Array };

/** Stops a request, whose failure is then of no interest. */
export interface StopRequest {
  readonly id: number;
  readonly task: 'stop';
}

export type WorkerReply =
  | { readonly id: number; readonly done: 'portraitSet' }
  | { readonly id: number; readonly done: 'networkRun'; readonly outputs: NetworkValues }
  | { readonly id: number; readonly done: 'facesExamined'; readonly faces: readonly ExaminedFace[] }
  | { readonly id: number; readonly done: 'loaded'; readonly batchFrames: number }
  | {
      readonly id: number;
      readonly done: 'mouthsDrawn';
      readonly mouths: DrawnMouths;
      readonly batchFrames: number;
    }
  | { readonly id: number; readonly failed: WorkerFailure };

/** The parts of an error that cross the thread boundary. */
export interface WorkerFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
  /** The original error: structured cloning keeps its message, stack, and causes. */
  readonly cause: unknown;
}
