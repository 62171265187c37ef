/** The first fragments are shorter, so that a picture is shown sooner, and the next is there when one ends. */
const startSeconds = [0.4, 1, 2] as const;
/**
 * Each fragment costs a key frame, which is a hundred times as large as another. A playlist rounds durations
 * (RFC 8216, § 4.3.3.1): players still ask for the next fragment every second.
 */
const longSeconds = 1.4;

/**
 * Where the fragments of a streamed video begin, each with a key frame: in whole frames.
 * @returns an expression for ffmpeg, of the frame's number `n`
 */
export function fragmentStarts(fps: number): string {
  const starts = startSeconds.map((seconds) => Math.round(seconds * fps)).filter((frame) => frame > 0);
  const last = String(starts.at(-1) ?? 0);
  const singles = ['0', ...starts.slice(0, -1).map(String)].map((frame) => `eq(n,${frame})`);
  return [...new Set(singles), `gte(n,${last})*eq(mod(n-${last},${String(longFrames(fps))}),0)`].join('+');
}

/** The longest fragment, in frames. */
function longFrames(fps: number): number {
  return Math.max(1, Math.floor(longSeconds * fps));
}
