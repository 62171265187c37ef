import { defaultVideoFormat, type VideoFormat } from '../../domain/video-format.js';

/** Keys of a job's objects in the store. */
export const jobKeys = {
  request: (jobId: string) => `jobs/${jobId}/request.json`,
  lease: (jobId: string) => `jobs/${jobId}/lease.json`,
  progress: (jobId: string) => `jobs/${jobId}/progress.json`,
  outcome: (jobId: string) => `jobs/${jobId}/outcome.json`,
  video: (jobId: string, format: VideoFormat = defaultVideoFormat) => `videos/${jobId}.${format}`,
  /** The first frame of the video. */
  poster: (jobId: string) => `videos/${jobId}.jpg`,
  upload: (jobId: string) => `uploads/${jobId}/voice`,
  /** The spoken text of a job, and its captions. */
  speech: (jobId: string) => `speech/${jobId}.wav`,
  captions: (jobId: string) => `speech/${jobId}.vtt`,
  /** What was streamed of the video: all keys start with this. */
  stream: (jobId: string) => `streams/${jobId}/`,
  streamIndex: (jobId: string) => `streams/${jobId}/index.json`,
  streamInit: (jobId: string) => `streams/${jobId}/init.mp4`,
  streamFragment: (jobId: string, number: number) => `streams/${jobId}/${String(number)}.m4s`,
  pending: (jobId: string) => `pending/${jobId}`,
  undelivered: (jobId: string) => `undelivered/${jobId}`,
  deleted: (jobId: string) => `deleted/${jobId}`,
} as const;
