/** A picture that is ready to be uploaded. */
export interface Photo {
  readonly blob: Blob;
  /** With an extension that fits its format. */
  readonly fileName: string;
}

/** Longer sides are scaled down: a video has at most 1920 pixels, and a face may fill half of a photo. */
const maxSide = 2560;
/** Smaller files are uploaded as they are. */
const maxPlainBytes = 4_000_000;
const jpegQuality = 0.92;
/** Formats that the service reads. */
const plainFormats = ['PNG', 'JPEG', 'WebP'];

/**
 * Scales a photo down, upright, to what a video can show. Photos of phones have 12 to 200 megapixels, and formats that
 * only browsers read. What is small enough stays as it is.
 * @param format of the file, by its content
 * @returns undefined if the browser cannot read the picture
 */
export async function scalePhoto(file: File, format: string): Promise<Photo | undefined> {
  const isPlain = plainFormats.includes(format);
  // The browser turns the picture as its EXIF data say.
  const whole = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined);
  if (!whole) return undefined;
  try {
    const scale = Math.min(1, maxSide / Math.max(whole.width, whole.height));
    if (isPlain && scale === 1 && file.size <= maxPlainBytes) return { blob: file, fileName: file.name };
    const size = { width: Math.round(whole.width * scale), height: Math.round(whole.height * scale) };
    const type = format !== 'JPEG' && hasTransparency(whole) ? 'image/png' : 'image/jpeg';
    const blob = await encoded(whole, size, type);
    return (
      blob && { blob, fileName: file.name.replace(/\.[^.]*$/, '') + (type === 'image/png' ? '.png' : '.jpg') }
    );
  } finally {
    whole.close();
  }
}

async function encoded(
  whole: ImageBitmap,
  { width, height }: { readonly width: number; readonly height: number },
  type: string,
): Promise<Blob | undefined> {
  const scaled = await createImageBitmap(whole, {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: 'high',
  });
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(scaled, 0, 0);
  scaled.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), type, jpegQuality));
}

/** Whether some of a picture is transparent, as far as a small version of it shows. */
function hasTransparency(whole: ImageBitmap): boolean {
  const side = 64;
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(whole, 0, 0, side, side);
  const pixels = context?.getImageData(0, 0, side, side).data ?? [];
  return Array.from(pixels).some((value, i) => i % 4 === 3 && value < 250);
}
