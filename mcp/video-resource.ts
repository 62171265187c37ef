import { ResourceNotFoundError, ResourceTemplate, type McpServer } from '@modelcontextprotocol/server';
import { AvatarServiceError } from '../client/client.js';
import { videoUri } from './job-answer.js';
import type { ToolContext } from './tool-context.js';

/** A resource is one message, in base64: larger videos are fetched from their address. */
const maxVideoBytes = 24 * 1024 * 1024;

/** Adds the resource with the video of a job. */
export function addVideoResource(server: McpServer, { client, publicUrl }: ToolContext): void {
  server.registerResource(
    'video',
    new ResourceTemplate(videoUri('{jobId}'), { list: undefined }),
    { title: 'Video', description: 'The finished video of a job' },
    async (uri, { jobId }) => {
      const id = String(jobId);
      try {
        const response = await client.video(id);
        const bytes = Number(response.headers.get('content-length') ?? 0);
        if (bytes > maxVideoBytes) {
          await response.body?.cancel();
          const text = `The video has ${String(bytes)} bytes; the limit for a resource is ${String(maxVideoBytes)}. Fetch it from ${publicUrl}/status/${id}/video.`;
          return { contents: [{ uri: uri.href, mimeType: 'text/plain', text }] };
        }
        const mimeType = response.headers.get('content-type') ?? 'video/mp4';
        const blob = Buffer.from(await response.arrayBuffer()).toString('base64');
        return { contents: [{ uri: uri.href, mimeType, blob }] };
      } catch (error) {
        if (error instanceof AvatarServiceError) throw new ResourceNotFoundError(uri.href, error.message);
        throw error;
      }
    },
  );
}
