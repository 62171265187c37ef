/** Keys of a job's objects in the store. */
export const jobKeys = {
  request: (jobId: string) => `jobs/${jobId}/request.json`,
  lease: (jobId: string) => `jobs/${jobId}/lease.json`,
  progress: (jobId: string) => `jobs/${jobId}/progress.json`,
  outcome: (jobId: string) => `jobs/${jobId}/outcome.json`,
  video: (jobId: string) => `videos/${jobId}.mp4`,
  /** The first frame of the video. */
  poster: (jobId: string) => `videos/${jobId}.jpg`,
  upload: (jobId: string) => `uploads/${jobId}/voice`,
  /** The spoken text of a job, and its captions. */
  speech: (jobId: string) => `speech/${jobId}.wav`,
  captions: (jobId: string) => `speech/${jobId}.vtt`,
  pending: (jobId: string) => `pending/${jobId}`,
  undelivered: (jobId: string) => `undelivered/${jobId}`,
  deleted: (jobId: string) => `deleted/${jobId}`,
} as const;
