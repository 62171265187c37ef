/**
 * ffmpeg's input options for untrusted media: containers of plain audio and local files only. Demuxers
 * that open other files or addresses (playlists, DASH, concatenations) are excluded, so media cannot
 * make ffmpeg open anything but itself. One thread is enough for sound; by default, ffmpeg starts one for
 * each core of the machine.
 */
export const restrictedInput = [
  '-threads',
  '1',
  '-filter_threads',
  '1',
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  'wav,w64,aiff,caf,au,mp3,ogg,flac,aac,mov,matroska,amr',
];
