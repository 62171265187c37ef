import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { describeJob, jobOutput, jobSentence } from './job-answer.js';
import type { ToolContext } from './tool-context.js';
import { answering, toolResult } from './tool-result.js';

const jobInput = z.object({
  jobId: z.string().describe('The jobId that start_render or render_video returned'),
});

/** Adds the tools that report and cancel a job. */
export function addJobTools(server: McpServer, context: ToolContext): void {
  const { client } = context;

  server.registerTool(
    'get_status',
    {
      title: 'Get the state of a render',
      description: 'Tells how far a render is, and where its video is when it is finished.',
      inputSchema: jobInput,
      outputSchema: jobOutput,
      annotations: { readOnlyHint: true },
    },
    ({ jobId }, { mcpReq: { signal } }) =>
      answering(async () => {
        const described = describeJob(await client.job(jobId, { signal }), context);
        return toolResult(jobSentence(described), described);
      }),
  );

  server.registerTool(
    'cancel_render',
    {
      title: 'Cancel a render',
      description: 'Cancels a render that has not ended.',
      inputSchema: jobInput,
      outputSchema: jobOutput,
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
    },
    ({ jobId }, { mcpReq: { signal } }) =>
      answering(async () => {
        await client.cancel(jobId, { signal });
        const described = describeJob(await client.job(jobId, { signal }), context);
        return toolResult(jobSentence(described), described);
      }),
  );
}
