const maxWaitMs = 5000;

/** The length of a recording in seconds. @returns undefined if the browser cannot read it, or does not know */
export async function soundSeconds(file: Blob): Promise<number | undefined> {
  const player = document.createElement('audio');
  const url = URL.createObjectURL(file);
  try {
    const seconds = await new Promise<number>((resolve) => {
      const timer = setTimeout(() => resolve(NaN), maxWaitMs);
      const end = (length: number) => {
        clearTimeout(timer);
        resolve(length);
      };
      player.addEventListener('loadedmetadata', () => end(player.duration), { once: true });
      player.addEventListener('error', () => end(NaN), { once: true });
      player.preload = 'metadata';
      player.src = url;
    });
    // A recording that a browser has made may have no length in its header.
    return Number.isFinite(seconds) ? seconds : undefined;
  } finally {
    player.removeAttribute('src');
    URL.revokeObjectURL(url);
  }
}
