import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Job } from '../client/client.js';
import { describeJob, jobSentence, videoUri } from './job-answer.js';
import { posterContent } from './poster-content.js';
import type { ToolContext } from './tool-context.js';
import { toolResult } from './tool-result.js';

/** What `render_video` answers about a completed job: where the video is, a resource with it, and its first frame. */
export async function videoResult(job: Job, context: ToolContext): Promise<CallToolResult> {
  const { jobId } = job;
  const described = describeJob(job, context);
  const result = toolResult(jobSentence(described), described);
  const link = { type: 'resource_link' as const, uri: videoUri(jobId), name: `${jobId}.mp4` };
  result.content.push({ ...link, mimeType: 'video/mp4', description: 'The video' });
  result.content.push(...(await posterContent(jobId, context.client)));
  return result;
}
