import { once } from 'node:events';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';
import { AvatarClient } from '../client/client.js';
import { createMcpServer } from '../mcp/server.js';
import { readOptions } from './options.js';
import { apiKeyOf, defaultServer, serverOption } from './server-option.js';

const optionsSchema = z.object({ server: serverOption });

/**
 * `avatar-service mcp`: serves the Model Context Protocol over standard input and output, for a service that runs
 * somewhere. Only messages of the protocol are written to standard output.
 */
export async function mcpCommand(given: object, signal: AbortSignal): Promise<void> {
  const usual = process.env['AVATAR_SERVER'] ?? defaultServer;
  const { server: baseUrl } = readOptions(optionsSchema, { server: usual, ...given });
  const client = new AvatarClient({ baseUrl, apiKey: apiKeyOf(process.env) });
  const publicUrl = baseUrl.replace(/\/+$/, '');
  const serving = serveStdio(() => createMcpServer({ client, publicUrl, retentionMs: null }), {
    onerror: (error) => process.stderr.write(`${error.message}\n`),
  });
  // The client ends the connection by closing standard input.
  await Promise.race([
    once(process.stdin, 'close', { signal }),
    once(process.stdin, 'end', { signal }),
  ]).catch(() => undefined);
  await serving.close();
}
