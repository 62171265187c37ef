/** A sentence for Flite, in ASCII. */
export interface FliteRequest {
  readonly text: string;
  readonly voice: string;
  readonly speed: number;
}

export type FliteReply =
  | { readonly samples: Float32Array; readonly rateHz: number; readonly soundEnds: readonly number[] }
  | { readonly failed: string };
