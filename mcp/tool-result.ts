import type { CallToolResult } from '@modelcontextprotocol/server';
import { AvatarServiceError, type ServiceErrorCode } from '../client/client.js';

/** What a model can do about an error, besides what the message says. */
const advice: Partial<Record<ServiceErrorCode, string>> = {
  avatar_not_found: 'Call list_avatars for the ids that exist.',
  speech_voice_unknown: 'Call list_voices for the voices that exist.',
  language_unsupported: 'Call list_voices for the languages that can be spoken.',
  job_not_found: 'Use the jobId that start_render or render_video has returned; a deleted job is gone.',
  job_ended: 'Call get_status for how it ended.',
  voice_url_refused: 'Give the URL of a recording that is publicly reachable, or a text.',
  text_too_long: 'Render it in parts.',
  unauthorized: 'Ask the user to set an API key for this MCP server.',
  unreachable: 'Ask the user to start the service (npx avatar-service serve) or to correct its address.',
};

/** The answer of a tool: text for the model, and the same as data. */
export function toolResult(text: string, structuredContent: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text }], structuredContent };
}

/**
 * Runs a tool. An error of the service becomes an answer that says what to do, so that the model can correct its call;
 * everything else is thrown.
 */
export async function answering(run: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof AvatarServiceError)) throw error;
    return errorResult(error);
  }
}

/** The answer of a tool that has failed: what is wrong, and what to do. */
export function errorResult(error: AvatarServiceError): CallToolResult {
  return { content: [{ type: 'text', text: errorText(error) }], isError: true };
}

function errorText({ code, message, retryAfterSeconds }: AvatarServiceError): string {
  const wait = retryAfterSeconds === undefined ? [] : [`Call again in ${String(retryAfterSeconds)} s.`];
  const hint = advice[code];
  return [`${code}: ${message}`, ...(hint === undefined ? [] : [hint]), ...wait].join(' ');
}
