/** Where the adapter serves the playlist of a streamed video, below its own address. */
export function streamPath(jobId: string): string {
  return `/status/${jobId}/stream.m3u8`;
}
