import type { VideoMetadata } from './metadata.js';

/** The name of the tag with the XMP packet. */
const xmpTag = 'XMP';

/** Reads the tags of a WebM or Matroska file, which has no place for C2PA. @returns undefined if it is neither */
export async function webmMetadata(file: string): Promise<VideoMetadata | undefined> {
  const { FilePathSource, Input, MATROSKA, WEBM } = await import('mediabunny');
  const input = new Input({ source: new FilePathSource(file), formats: [WEBM, MATROSKA] });
  try {
    if (!(await input.canRead())) return undefined;
    const { raw = {} } = await input.getMetadataTags();
    const xmp = raw[xmpTag];
    return { xmp: typeof xmp === 'string' ? xmp : undefined, hasC2pa: false };
  } finally {
    input.dispose();
  }
}
