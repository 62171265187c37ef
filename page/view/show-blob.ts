/** Shows a picture that was loaded as a blob; its object URL is revoked once the picture is decoded. */
export function showBlob(picture: HTMLImageElement, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const revoke = () => URL.revokeObjectURL(url);
  picture.addEventListener('load', revoke, { once: true });
  picture.addEventListener('error', revoke, { once: true });
  picture.src = url;
}
