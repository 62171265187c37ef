import { RenderError } from '../../../errors/render-error.js';
import { boxesOf } from '../media/box-stream.js';
import type { StreamSink, StreamStart } from './stream-sink.js';

/** What is known of a video before it is encoded. */
export type StreamedVideo = Omit<StreamStart, 'init' | 'codecs'>;

/** ffmpeg's `aac` writes AAC-LC. */
const soundCodec = 'mp4a.40.2';

/**
 * Cuts a fragmented MP4 at its `moof` boxes while it is written, and passes each part on when it is complete.
 * @param mark a box that is added to the initialization segment
 * @throws RenderError `video_broken` if there are not exactly the frames of the video; what `sink` throws
 */
export async function cutFragments(
  output: AsyncIterable<Uint8Array>,
  video: StreamedVideo,
  sink: Pick<StreamSink, 'start' | 'write'>,
  mark: Uint8Array = Buffer.alloc(0),
): Promise<void> {
  const parts = new Map<string, Buffer>();
  const joined = (...names: string[]) => names.map((name) => parts.get(name) ?? Buffer.alloc(0));
  let framesWritten = 0;
  // At the end follows an index of the fragments, which players do not need.
  for await (const { name, bytes } of boxesOf(output)) {
    parts.set(name, bytes);
    if (name === 'moov') {
      const init = Buffer.concat([...joined('ftyp', 'moov'), mark]);
      await sink.start({ ...video, init, codecs: [pictureCodec(bytes), soundCodec] });
    }
    if (name === 'mdat') {
      const [moof = Buffer.alloc(0), mdat = Buffer.alloc(0)] = joined('moof', 'mdat');
      const frames = pictureCount(moof);
      await sink.write({ bytes: Buffer.concat([moof, mdat]), frames });
      framesWritten += frames;
    }
  }
  if (framesWritten === video.frames) return;
  throw new RenderError(
    'video_broken',
    `The stream has ${String(framesWritten)} frames; expected ${String(video.frames)}.`,
    { details: { name: 'frames', found: framesWritten, wanted: video.frames } },
  );
}

/** The name of an H.264 stream: profile, constraints, and level are in its configuration (ISO/IEC 14496-15). */
function pictureCodec(moov: Buffer): string {
  const name = moov.indexOf('avcC', 0, 'latin1');
  if (name < 0) throw new RenderError('video_broken', 'The stream has no H.264 track.');
  return `avc1.${moov.toString('hex', name + 5, name + 8)}`;
}

/** The number of samples of the first track (ISO/IEC 14496-12, § 8.8.8), which is the picture. */
function pictureCount(moof: Buffer): number {
  const name = moof.indexOf('trun', 0, 'latin1');
  return name < 0 ? 0 : moof.readUInt32BE(name + 8);
}
