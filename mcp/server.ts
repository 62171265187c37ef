import { McpServer } from '@modelcontextprotocol/server';
import { packageInfo } from '../config/package-info.js';
import { addJobTools } from './job-tools.js';
import { addListTools } from './list-tools.js';
import { addRenderTools } from './render-tools.js';
import { addTasks } from './tasks.js';
import type { ToolContext } from './tool-context.js';
import { addVideoResource } from './video-resource.js';

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
  addTasks(server, context);
  return server;
}
