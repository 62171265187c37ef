import type { VideoFormat } from '../../../domain/video-format.js';
import { streamPath } from '../../contract/stream-path.js';

/** The links in answers, below the prefix that a proxy adds (`BASE_PATH`). */
export function linksBelow(basePath: string) {
  return {
    job: (jobId: string) => `${basePath}/status/${jobId}`,
    /** @param path of the schema below `/schemas` */
    schema: (path: string) => `${basePath}/schemas/${path}`,
    video: (jobId: string, format: VideoFormat) => `${basePath}/status/${jobId}/video.${format}`,
    poster: (jobId: string) => `${basePath}/status/${jobId}/poster.jpg`,
    /** The page with a video, for people to whom its address is sent. */
    shared: (jobId: string) => `${basePath}/?video=${jobId}`,
    /** The playlist of a streamed video. */
    stream: (jobId: string) => `${basePath}${streamPath(jobId)}`,
    /** A streamed video as one file that grows. */
    live: (jobId: string) => `${basePath}/status/${jobId}/live.mp4`,
    captions: (jobId: string) => `${basePath}/status/${jobId}/captions.vtt`,
    /** @param name of the picture, with its extension */
    picture: (name: string) => `${basePath}/avatars/${name}`,
    /** @param version changes with the picture, so that a browser may keep it */
    thumbnail: (id: string, version: string) =>
      `${basePath}/avatars/${id}/picture?width=160&version=${version}`,
    preview: (requestId: string) => `${basePath}/previews/${requestId}`,
    voiceSample: (voiceId: string) => `${basePath}/voices/${encodeURIComponent(voiceId)}/sample.wav`,
  };
}
