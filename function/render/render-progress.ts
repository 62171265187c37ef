/** The stages of a render, in this order. */
export type RenderStage = 'voice' | 'portrait' | 'wav2lip' | 'video';

/** How far a render has come; the number of frames is known once the voice is decoded. */
export interface RenderProgress {
  readonly stage: RenderStage;
  readonly framesDone: number;
  readonly frames: number | undefined;
}
