import { once } from 'node:events';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';
import { AvatarClient } from '../client/client.js';
import { createMcpServer } from '../mcp/server.js';
import { readOptions } from './options.js';
import { serverOptions } from './server-options.js';

const optionsSchema = z.object(serverOptions);

/**
 * `avatar-service mcp`: serves the Model Context Protocol over standard input and output, for a service that runs
 * somewhere. Only messages of the protocol are written to standard output.
 */
export async function mcpCommand(given: unknown, signal: AbortSignal): Promise<void> {
  const { server: baseUrl, apiKey } = readOptions(optionsSchema, given);
  const client = new AvatarClient({ baseUrl, apiKey });
  const publicUrl = baseUrl.replace(/\/+$/, '');
  const serving = serveStdio(() => createMcpServer({ client, publicUrl }), {
    onerror: (error) => process.stderr.write(`${error.message}\n`),
  });
  // The client ends the connection by closing standard input.
  await Promise.race([once(process.stdin, 'close'), once(process.stdin, 'end'), aborted(signal)]);
  await serving.close();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
