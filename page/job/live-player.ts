import { servicePath } from '../service/base-path.js';
import type { Job } from '../service/job.js';
import type { Service } from '../service/service.js';

/** The sound of every stream: AAC-LC. */
const soundCodec = 'mp4a.40.2';

/**
 * Plays the video of a job while it is rendered: with Media Source Extensions, or as HLS where a browser has
 * only that. What has arrived stays in the player, so that it ends with the same pictures as the finished file.
 * @returns whether the player has all of the video; false if the browser cannot play it, or it broke off
 */
export async function playLive(
  video: HTMLVideoElement,
  service: Service,
  { liveUrl, streamUrl }: Job,
  signal: AbortSignal,
): Promise<boolean> {
  if (!('MediaSource' in window)) {
    if (
      streamUrl === undefined ||
      service.hasKey ||
      video.canPlayType('application/vnd.apple.mpegurl') === ''
    )
      return false;
    video.src = servicePath(streamUrl);
    return true;
  }
  if (liveUrl === undefined) return false;
  try {
    const { body } = await service.request(liveUrl, { signal, cache: 'no-store' });
    return body !== null && (await feed(video, body.getReader()));
  } catch {
    return false;
  }
}

async function feed(
  video: HTMLVideoElement,
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
): Promise<boolean> {
  let start = new Uint8Array();
  let codec: string | undefined;
  while (codec === undefined) {
    const { done, value } = await reader.read();
    if (done) return false;
    start = joined(start, value);
    codec = pictureCodec(start);
  }
  const type = `video/mp4; codecs="${codec}, ${soundCodec}"`;
  if (!MediaSource.isTypeSupported(type)) {
    await reader.cancel();
    return false;
  }
  const source = new MediaSource();
  const url = URL.createObjectURL(source);
  video.src = url;
  await happened(source, 'sourceopen');
  URL.revokeObjectURL(url);
  const buffer = source.addSourceBuffer(type);
  for (let bytes: Uint8Array<ArrayBuffer> | undefined = start; bytes; bytes = (await reader.read()).value) {
    const updated = happened(buffer, 'updateend');
    buffer.appendBuffer(bytes);
    await updated;
  }
  if (source.readyState !== 'open') return false;
  source.endOfStream();
  return true;
}

/** The codec of the picture, from the `avcC` box of an initialization segment (ISO/IEC 14496-15). */
function pictureCodec(bytes: Uint8Array): string | undefined {
  const name = [0x61, 0x76, 0x63, 0x43];
  for (let i = 0; i + 8 <= bytes.length; i++) {
    if (!name.every((letter, j) => bytes[i + j] === letter)) continue;
    const numbers = Array.from(bytes.subarray(i + 5, i + 8), (each) => each.toString(16).padStart(2, '0'));
    return `avc1.${numbers.join('')}`;
  }
  return undefined;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function happened(target: EventTarget, name: string): Promise<void> {
  return new Promise((resolve) => target.addEventListener(name, () => resolve(), { once: true }));
}
