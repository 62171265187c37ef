import type { RenderStage } from '../function/render/render-progress.js';

/** The properties of a finished video. */
export interface RenderedVideo {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly fps: number;
  readonly durationSeconds: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Why the video may look or sound poorly: codes, and what to do. */
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly seconds: Readonly<Record<RenderStage | 'total', number>>;
}
