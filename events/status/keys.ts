/** Where a job's parts lie in the store. */
export const jobKeys = {
  request: (jobId: string) => `jobs/${jobId}/request.json`,
  claim: (jobId: string) => `jobs/${jobId}/claim.json`,
  progress: (jobId: string) => `jobs/${jobId}/progress.json`,
  outcome: (jobId: string) => `jobs/${jobId}/outcome.json`,
  video: (jobId: string) => `videos/${jobId}.mp4`,
  upload: (jobId: string) => `uploads/${jobId}/voice`,
  open: (jobId: string) => `open/${jobId}`,
  untold: (jobId: string) => `untold/${jobId}`,
} as const;
