import type { CallToolResult } from '@modelcontextprotocol/server';
import { AvatarServiceError, type AvatarClient } from '../client/client.js';

/** The first frame of a video as a picture; nothing if it is missing, because the video matters more. */
export async function posterContent(jobId: string, client: AvatarClient): Promise<CallToolResult['content']> {
  try {
    const response = await client.poster(jobId);
    const data = Buffer.from(await response.arrayBuffer()).toString('base64');
    return [{ type: 'image', data, mimeType: 'image/jpeg' }];
  } catch (error) {
    if (error instanceof AvatarServiceError) return [];
    throw error;
  }
}
