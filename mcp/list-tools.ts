import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { ToolContext } from './tool-context.js';
import { answering, toolResult } from './tool-result.js';

const avatarsOutput = z.object({
  avatars: z.array(z.object({ id: z.string(), imageUrl: z.string().describe('Where its picture is') })),
});
const voicesOutput = z.object({
  voices: z.array(z.object({ id: z.string(), language: z.string().optional(), engine: z.string() })),
});

/** Adds the tools that list portraits and voices. */
export function addListTools(server: McpServer, { client, publicUrl }: ToolContext): void {
  server.registerTool(
    'list_avatars',
    {
      title: 'List portraits',
      description: 'Lists the portraits that can speak, with the addresses of their pictures.',
      outputSchema: avatarsOutput,
      annotations: { readOnlyHint: true },
    },
    ({ mcpReq: { signal } }) =>
      answering(async () => {
        const listed = await client.avatars({ signal });
        const avatars = listed.map(({ id }) => ({ id, imageUrl: `${publicUrl}/avatars/${id}/picture` }));
        return toolResult(`Portraits: ${avatars.map(({ id }) => id).join(', ')}`, { avatars });
      }),
  );

  server.registerTool(
    'list_voices',
    {
      title: 'List voices',
      description:
        'Lists the voices that can speak a text, with their languages. The first one is the default.',
      outputSchema: voicesOutput,
      annotations: { readOnlyHint: true },
    },
    ({ mcpReq: { signal } }) =>
      answering(async () => {
        const listed = await client.voices({ signal });
        const voices = listed.map(({ id, language, engine }) => ({
          id,
          engine,
          ...(language === undefined ? {} : { language }),
        }));
        const named = voices.map(({ id, language }) => (language === undefined ? id : `${id} (${language})`));
        return toolResult(`Voices: ${named.join(', ')}`, { voices });
      }),
  );
}
