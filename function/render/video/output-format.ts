import type { VideoEncoder, VideoSettings } from './choose-encoder.js';

/** What the encoding of a picture depends on. */
interface EncodedPicture {
  readonly encoder: VideoEncoder;
  readonly settings: VideoSettings;
  /** Of the encoded picture, in pixels. */
  readonly height: number;
  readonly fps: number;
  readonly isStreamed: boolean;
  /** Whether the picture has an alpha plane. */
  readonly hasAlpha: boolean;
}

/** What a format asks of ffmpeg. */
export interface OutputFormat {
  /** Encoders that not every ffmpeg has. */
  readonly encoders: readonly string[];
  /**
   * Filters that turn a picture with alpha below it, as gray of limited range, into one with an alpha plane.
   * Without them, alpha stays below.
   */
  readonly alphaFilters?: string;
  readonly soundFilters: string;
  readonly soundOptions: readonly string[];
  pictureOptions(picture: EncodedPicture): readonly string[];
  /**
   * Writes a finished file.
   * @param xmp an XMP packet for the file's metadata
   */
  fileOptions(file: string, xmp?: string): readonly string[];
}
