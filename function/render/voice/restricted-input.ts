/**
 * Containers of plain audio. A demuxer that opens other files or addresses (playlists, DASH,
 * concatenations) is not among them, and of protocols only local files, so media from a stranger
 * can make ffmpeg open nothing but itself.
 */
export const restrictedInput = [
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  'wav,w64,aiff,caf,au,mp3,ogg,flac,aac,mov,matroska,amr',
];
