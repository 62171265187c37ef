/** The metadata of a video that can say how it was made. */
export interface VideoMetadata {
  /** The XMP packet. */
  readonly xmp: string | undefined;
  readonly hasC2pa: boolean;
}
