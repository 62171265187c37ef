import type { StoredStream } from '../../status/stream.js';

/** Fragmented MP4 needs version 7 (RFC 8216, § 7). */
const version = 7;

/**
 * The playlist of a stream (HLS, RFC 8216). Lines are only ever added, so that players may read it again while
 * the video is rendered.
 * @param end why nothing is added any more: the stream is complete, or the code of the job's end
 */
export function mediaPlaylist(stream: StoredStream, end?: 'complete' | (string & {})): string {
  const { fps, fragments } = stream;
  // Fragments are whole frames of less than 1.5 s; only one frame may be longer.
  const targetSeconds = Math.max(1, Math.round(1 / fps));
  const lines = [
    '#EXTM3U',
    `#EXT-X-VERSION:${String(version)}`,
    `#EXT-X-TARGETDURATION:${String(targetSeconds)}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:EVENT',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    '#EXT-X-START:TIME-OFFSET=0,PRECISE=YES',
    '#EXT-X-MAP:URI="init.mp4"',
    ...fragments.flatMap(({ frames }, number) => [
      `#EXTINF:${(frames / fps).toFixed(5)},`,
      `${String(number)}.m4s`,
    ]),
  ];
  if (end !== undefined && end !== 'complete') lines.push(`# The render has ended: ${end}`);
  if (end !== undefined) lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}
