/**
 * ffmpeg's input options for untrusted media: containers of plain audio and local files only. Demuxers
 * that open other files or addresses (playlists, DASH, concatenations) are excluded, so media cannot
 * make ffmpeg open anything but itself.
 */
export const restrictedInput = [
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  'wav,w64,aiff,caf,au,mp3,ogg,flac,aac,mov,matroska,amr',
];
