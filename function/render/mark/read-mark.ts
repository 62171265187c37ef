import sharp from 'sharp';
import { errnoOf, RenderError } from '../../../errors/render-error.js';
import { C2paLibrary, isC2paInstalled } from './c2pa/library.js';
import { manifestReport, type ManifestReport } from './c2pa/manifest-report.js';
import { videoMetadata } from './video-metadata.js';
import { xmpProperties, type XmpProperties } from './xmp/xmp-properties.js';

/** What a file says about how it was made. */
export interface FileMark {
  /** Undefined if it has no XMP. */
  readonly xmp: XmpProperties | undefined;
  /** Undefined if it has no C2PA manifest; `unchecked` if the library that reads it is not installed. */
  readonly c2pa: ManifestReport | 'unchecked' | undefined;
}

/**
 * Reads the mark of a video (MP4, MOV, WebM) or a picture (PNG, JPEG, WebP), of this service or another.
 * Without the C2PA library, manifests of pictures are not noticed.
 * @throws RenderError `request_invalid`
 */
export async function readMark(file: string): Promise<FileMark> {
  const { format, xmp, hasC2pa } = await readMetadata(file).catch((error: unknown) => {
    throw new RenderError(
      'request_invalid',
      `${file} cannot be read (${errnoOf(error) ?? 'unknown format'}). Name an MP4, MOV, WebM, PNG, JPEG, or WebP file.`,
      { cause: error },
    );
  });
  const c2pa = hasC2pa ? await readManifest(file, format) : undefined;
  return { xmp: xmp === undefined ? undefined : xmpProperties(xmp), c2pa };
}

async function readMetadata(
  file: string,
): Promise<{ format: string; xmp?: string | undefined; hasC2pa: boolean }> {
  const video = await videoMetadata(file);
  if (video) return { format: 'video/mp4', ...video };
  const { format, xmp } = await sharp(file, { limitInputPixels: false }).metadata();
  return { format: `image/${format}`, xmp: xmp?.toString('utf8'), hasC2pa: isC2paInstalled() };
}

/** What the library says of a file without a manifest. */
const noManifest = /JumbfNotFound|no JUMBF data found/i;

async function readManifest(file: string, format: string): Promise<FileMark['c2pa']> {
  if (!isC2paInstalled()) return 'unchecked';
  const library = new C2paLibrary();
  try {
    return manifestReport(await library.run({ kind: 'read', file, format }));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (noManifest.test(message)) return undefined;
    const nothing = { digitalSourceType: undefined, claimGenerator: undefined, signer: undefined };
    return { ...nothing, isTrusted: false, problems: [message] };
  } finally {
    await library.close();
  }
}
