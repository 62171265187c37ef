/** What players have to know before the first fragment. */
export interface StreamStart {
  /** The initialization segment: every fragment follows it. */
  readonly init: Uint8Array;
  /** Of picture and sound, as in the CODECS of a playlist (RFC 6381). */
  readonly codecs: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Of the whole video. */
  readonly frames: number;
}

/** A part of a video that can be decoded without the ones before it. */
export interface Fragment {
  readonly bytes: Uint8Array;
  readonly frames: number;
}

/** Receives a video while it is encoded. What it throws ends the encoding. */
export interface StreamSink {
  /** Called once, before the first fragment. */
  start(start: StreamStart): Promise<void>;
  write(fragment: Fragment): Promise<void>;
  /** Called after the last fragment, once the finished file was checked. */
  end(): Promise<void>;
}
