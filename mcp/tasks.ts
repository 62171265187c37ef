import {
  CLIENT_CAPABILITIES_META_KEY,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { AvatarServiceError } from '../client/client.js';
import { taskOfJob } from './job-task.js';
import type { ToolContext } from './tool-context.js';

/** The extension whose client may get a task instead of the result of a tool (SEP-2663). */
const tasksExtension = 'io.modelcontextprotocol/tasks';

const declared = z.looseObject({
  [CLIENT_CAPABILITIES_META_KEY]: z.looseObject({
    extensions: z.looseObject({ [tasksExtension]: z.looseObject({}) }),
  }),
});
const params = z.object({ taskId: z.string() });

/** Whether the client of a request declares the extension; each request says so, because there are no sessions. */
export function acceptsTasks({ mcpReq }: ServerContext): boolean {
  return declared.safeParse(mcpReq.envelope).success;
}

/**
 * Adds the extension for tasks: a task is the job with the same id, so any replica knows it. Nothing here ever needs
 * input of the client.
 */
export function addTasks({ server }: McpServer, context: ToolContext): void {
  const { client } = context;

  server.setRequestHandler('tasks/get', { params }, async ({ taskId }, call) => {
    requireExtension(call);
    const job = await ofTask(taskId, () => client.job(taskId, { signal: call.mcpReq.signal }));
    return { ...(await taskOfJob(job, context)) };
  });

  server.setRequestHandler('tasks/cancel', { params }, async ({ taskId }, call) => {
    requireExtension(call);
    await ofTask(taskId, async () => {
      try {
        await client.cancel(taskId, { signal: call.mcpReq.signal });
      } catch (error) {
        // Cancellation is a wish: a task that has ended stays as it is.
        if (!(error instanceof AvatarServiceError) || error.code !== 'job_ended') throw error;
      }
    });
    return {};
  });

  server.setRequestHandler('tasks/update', { params }, async ({ taskId }, call) => {
    requireExtension(call);
    await ofTask(taskId, () => client.job(taskId, { signal: call.mcpReq.signal }));
    return {};
  });

  server.registerCapabilities({ extensions: { [tasksExtension]: {} } });
}

/** @throws MissingRequiredClientCapabilityError */
function requireExtension(call: ServerContext): void {
  if (acceptsTasks(call)) return;
  throw new MissingRequiredClientCapabilityError({
    requiredCapabilities: { extensions: { [tasksExtension]: {} } },
  });
}

/** Turns the errors of the service about a task into those of the protocol. */
async function ofTask<T>(taskId: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof AvatarServiceError)) throw error;
    const isUnknown = error.code === 'job_not_found' || error.code === 'request_invalid';
    const code = isUnknown ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
    throw new ProtocolError(code, isUnknown ? `Task ${taskId} does not exist.` : error.message);
  }
}
