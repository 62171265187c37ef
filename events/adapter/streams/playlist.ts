import type { StoredStream } from '../../status/stream.js';

/** Fragmented MP4 needs version 7 (RFC 8216, § 7). */
const version = 7;

/**
 * The playlist that players open first (RFC 8216, § 4.3.4): only here can they learn the codecs, before they load
 * anything. The bit rate is that of the largest fragment so far; the first one is mostly a key frame.
 */
export function multivariantPlaylist({ codecs, width, height, fps, fragments }: StoredStream): string {
  const rates = fragments.map(({ bytes, frames }) => (8 * bytes * fps) / Math.max(1, frames));
  const attributes = [
    `BANDWIDTH=${String(Math.max(1, Math.ceil(Math.max(0, ...rates))))}`,
    `CODECS="${codecs.join(',')}"`,
    `RESOLUTION=${String(width)}x${String(height)}`,
    `FRAME-RATE=${fps.toFixed(3)}`,
  ];
  return [
    '#EXTM3U',
    `#EXT-X-VERSION:${String(version)}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-STREAM-INF:${attributes.join(',')}`,
    'media.m3u8\n',
  ].join('\n');
}

/**
 * The list of the fragments of a stream (HLS, RFC 8216). Lines are only ever added, so that players may read it again while
 * the video is rendered.
 * @param end why nothing is added any more: the stream is complete, or the code of the job's end
 */
export function mediaPlaylist(stream: StoredStream, end?: string): string {
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
