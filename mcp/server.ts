import { McpServer } from '@modelcontextprotocol/server';
import type { AvatarClient } from '../client/client.js';
import { packageInfo } from '../config/package-info.js';
import { addJobTools } from './job-tools.js';
import { addListTools } from './list-tools.js';
import { addRenderTools } from './render-tools.js';
import { addVideoResource } from './video-resource.js';

/** What the tools of one request need. */
export interface ToolContext {
  readonly client: AvatarClient;
  /** The address at which people reach the service, with `BASE_PATH`, for the links in answers. */
  readonly publicUrl: string;
}

const instructions = [
  'Renders videos in which a portrait speaks.',
  'Choose a portrait with list_avatars, and for a text a voice with list_voices.',
  'render_video waits for the video, which takes about as long as the video is or longer; for long texts use start_render and get_status.',
].join(' ');

/** Creates the MCP server of the service: one for each HTTP request, or for each connection over stdio. */
export function createMcpServer(context: ToolContext): McpServer {
  const { name, version } = packageInfo;
  const server = new McpServer({ name, version, title: 'Avatar Service' }, { instructions });
  addRenderTools(server, context);
  addJobTools(server, context);
  addListTools(server, context);
  addVideoResource(server, context);
  return server;
}
