/** Shows a picture that was loaded as a blob; its object URL is revoked once the picture is decoded. */
export function showBlob(picture: HTMLImageElement, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const revoke = () => URL.revokeObjectURL(url);
  picture.addEventListener('load', revoke, { once: true });
  picture.addEventListener('error', revoke, { once: true });
  picture.src = url;
}

/** Loads a sound into a player, and frees the previous one. */
export function loadBlob(player: HTMLAudioElement, blob: Blob): void {
  unloadBlob(player);
  player.src = URL.createObjectURL(blob);
  player.hidden = false;
}

/** Hides a player and frees its sound. */
export function unloadBlob(player: HTMLAudioElement): void {
  player.hidden = true;
  if (!player.src.startsWith('blob:')) return;
  URL.revokeObjectURL(player.src);
  player.removeAttribute('src');
}
