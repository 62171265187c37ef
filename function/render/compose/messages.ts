import type { ErrorCode } from '../../../errors/table.js';
import type { Rectangle } from '../picture/geometry.js';
import type { FrameInput } from './frame-input.js';
import type { SceneInput } from './scene.js';

export type CompositorRequest =
  | { readonly task: 'prepare'; readonly scene: SceneInput; readonly cacheFolder: string | undefined }
  | { readonly task: 'draw'; readonly frame: FrameInput; readonly into: FrameSlot };

/** Where a frame is drawn. Both threads see the same memory, so that no frame is copied or collected. */
export interface FrameSlot {
  readonly index: number;
  /** The memory of this index; it is sent once. */
  readonly memory?: Uint8Array;
}

export type CompositorReply =
  | ({ readonly done: 'prepared' } & PreparedPicture)
  | { readonly done: 'drawn'; readonly jaw: number }
  | { readonly failed: CompositorFailure };

/** A portrait that can be drawn. */
export interface PreparedPicture {
  /** The part of the picture that changes, of even position and size. */
  readonly region: Rectangle;
  /** Bytes of a drawn region. */
  readonly frameBytes: number;
  /** The whole portrait at rest: `[height, width]` Y, then `[height / 2, width / 2]` Cb, and Cr. */
  readonly planes: Uint8Array;
  /** Eyes were given, but none of them can be closed. */
  readonly lacksEyes: boolean;
}

/** The parts of an error that cross the thread boundary. */
interface CompositorFailure {
  readonly code: ErrorCode;
  readonly message: string;
  /** The original error: structured cloning keeps its message, stack, and causes. */
  readonly cause: unknown;
}
