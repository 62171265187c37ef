/** The first fragment is shorter, so that a picture is shown sooner. */
const firstSeconds = 0.4;

/**
 * Where the fragments of a streamed video begin, each with a key frame: at every second in whole frames, and
 * once within the first second.
 * @returns an expression for ffmpeg, of the frame's number `n`
 */
export function fragmentStarts(fps: number): string {
  const perSecond = Math.max(1, Math.round(fps));
  const first = Math.round(firstSeconds * fps);
  const everySecond = `eq(mod(n,${String(perSecond)}),0)`;
  return first > 0 && first < perSecond ? `${everySecond}+eq(n,${String(first)})` : everySecond;
}
