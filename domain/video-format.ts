/** The containers of videos. */
export const videoFormatNames = ['mp4', 'webm', 'mov'] as const;
export type VideoFormat = (typeof videoFormatNames)[number];

/** The format of a video whose request names none. */
export const defaultVideoFormat: VideoFormat = 'mp4';

/** The media type of each format. */
export const videoMediaTypes: Readonly<Record<VideoFormat, string>> = {
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
};
