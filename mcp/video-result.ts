import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Job } from '../client/client.js';
import { defaultVideoFormat, videoMediaTypes } from '../domain/video-format.js';
import { describeJob, jobSentence, videoUri } from './job-answer.js';
import { posterContent } from './poster-content.js';
import type { ToolContext } from './tool-context.js';
import { toolResult } from './tool-result.js';

/** What `render_video` answers about a completed job: where the video is, a resource with it, and its first frame. */
export async function videoResult(job: Job, context: ToolContext): Promise<CallToolResult> {
  const { jobId } = job;
  const described = describeJob(job, context);
  const result = toolResult(jobSentence(described), described);
  const format = job.result?.format ?? defaultVideoFormat;
  const link = { type: 'resource_link' as const, uri: videoUri(jobId), name: `${jobId}.${format}` };
  result.content.push({ ...link, mimeType: videoMediaTypes[format], description: 'The video' });
  result.content.push(...(await posterContent(jobId, context.client)));
  return result;
}
