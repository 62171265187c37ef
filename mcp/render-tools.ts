import type { McpServer, ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { AvatarServiceError, type Job, type RenderInput } from '../client/client.js';
import { motionPresetNames } from '../domain/motion-presets.js';
import { optionalForm } from '../domain/video-form.js';
import { describeJob, jobOutput, jobSentence } from './job-answer.js';
import { startedTask } from './job-task.js';
import { acceptsTasks } from './tasks.js';
import type { ToolContext } from './tool-context.js';
import { answering, toolResult } from './tool-result.js';
import { videoResult } from './video-result.js';

const renderInput = z.object({
  avatarId: z.string().describe('The id of a portrait (list_avatars)'),
  text: z.string().optional().describe('What the portrait says. Give either text or voiceUrl'),
  voice: z.string().optional().describe('With text: the id of a voice (list_voices)'),
  language: z.string().optional().describe('With text: its language, such as en-US'),
  speed: z.number().min(0.5).max(2).optional().describe('With text: 1 is the normal speed'),
  voiceUrl: z.url().optional().describe('The http(s) URL of a recording of the voice, instead of text'),
  motion: z
    .enum(motionPresetNames)
    .optional()
    .describe('still: only the mouth moves; blink: and the eyes blink; alive: and the head moves'),
  mouthStrength: z.number().min(0).max(2).optional().describe('How far the mouth moves; 1 is natural'),
  stream: z
    .boolean()
    .optional()
    .describe('Whether people can watch the video at streamUrl while it is rendered; use start_render'),
  ...optionalForm,
});
type RenderArguments = z.infer<typeof renderInput>;

/** Adds the tools that start a render, and that wait for its video. */
export function addRenderTools(server: McpServer, context: ToolContext): void {
  const { client } = context;

  server.registerTool(
    'render_video',
    {
      title: 'Render a video',
      description:
        'Renders a video in which a portrait speaks a text or a recording, waits for it, and returns its address, a resource with it, and its first frame. Canceling the call cancels the render.',
      inputSchema: renderInput,
      outputSchema: jobOutput,
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: true },
    },
    (input, call) =>
      answering(async () => {
        const { jobId } = await client.render(requestOf(input), { signal: call.mcpReq.signal });
        if (acceptsTasks(call)) {
          const described = describeJob(await client.job(jobId, { signal: call.mcpReq.signal }), context);
          const task = { resultType: 'task', ...startedTask(jobId, context) };
          return { ...toolResult(jobSentence(described), described), ...task };
        }
        return videoResult(await awaitJob(jobId, call, context), context);
      }),
  );

  server.registerTool(
    'start_render',
    {
      title: 'Start a render',
      description:
        'Starts to render a video in which a portrait speaks a text or a recording, and returns the jobId at once. Follow it with get_status.',
      inputSchema: renderInput,
      outputSchema: jobOutput,
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: true },
    },
    (input, { mcpReq: { signal } }) =>
      answering(async () => {
        const { jobId } = await client.render(requestOf(input), { signal });
        const described = describeJob(await client.job(jobId, { signal }), context, input.stream);
        return toolResult(`Started. ${jobSentence(described)}`, described);
      }),
  );
}

/** Waits for a job and reports its progress. A canceled call cancels the job: its answer would be lost. */
async function awaitJob(jobId: string, { mcpReq }: ServerContext, { client }: ToolContext): Promise<Job> {
  const token = mcpReq._meta?.progressToken;
  let told = -1;
  const onProgress = (job: Job) => {
    const percent = Math.round((job.progress ?? 0) * 100);
    // Progress must increase with each notification.
    if (token === undefined || percent <= told) return;
    told = percent;
    const message = job.state === 'queued' ? 'waiting' : (job.stage ?? job.state);
    const params = { progressToken: token, progress: percent, total: 100, message };
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
  try {
    return await client.wait(jobId, { signal: mcpReq.signal, onProgress });
  } catch (error) {
    if (mcpReq.signal.aborted) await client.cancel(jobId).catch(() => undefined);
    throw error;
  }
}

/** @throws AvatarServiceError `request_invalid` unless exactly one voice is given */
function requestOf({ text, voiceUrl, voice, language, speed, ...rest }: RenderArguments): RenderInput {
  if (voiceUrl !== undefined && text === undefined) return { ...rest, voiceUrl };
  if (text !== undefined && voiceUrl === undefined) return { ...rest, text, voice, language, speed };
  throw new AvatarServiceError(
    'Give exactly one of `text` (what the portrait says) and `voiceUrl` (a recording).',
    { code: 'request_invalid' },
  );
}
