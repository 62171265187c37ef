import path from 'node:path';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../config/package-root.js';
import { jobKeys } from '../events/status/keys.js';
import { listEntries } from '../events/status/outbox.js';
import { createOutcome } from '../events/status/outcome.js';
import { writeProgress } from '../events/status/progress.js';
import { completed, progressed } from '../test/fixtures/events.js';
import { runningAdapter } from '../test/fixtures/running-adapter.js';

const key = 'a-key-of-sixteen-letters';
const info = { name: 'test', version: '1.0.0' };

function command(url: string) {
  const args = [path.join(packageRoot, 'build', 'command', 'avatar.js'), 'mcp', '--server', url];
  return { command: process.execPath, args, env: { AVATAR_API_KEY: key } };
}

test('avatar-service mcp renders with progress for an agent over stdio', async () => {
  const { url, store } = await runningAdapter({ API_KEYS: key });
  const client = new Client(info, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StdioClientTransport(command(url)));
  onTestFinished(() => client.close());
  const progress: number[] = [];
  const call = client.callTool(
    { name: 'render_video', arguments: { avatarId: 'alice', text: 'Good morning.' } },
    { onprogress: (each) => progress.push(each.progress) },
  );
  await vi.waitFor(() => expect(progress).toEqual([0]), 20_000);
  const [jobId = ''] = await listEntries(store, 'pending');
  await writeProgress(store, jobId, progressed(jobId, 25));
  await vi.waitFor(() => expect(progress).toEqual([0, 50]), 20_000);
  await store.put(jobKeys.video(jobId), Buffer.from('video'), { contentType: 'video/mp4' });
  await createOutcome(store, jobId, completed(jobId));
  const uri = `avatar-service://jobs/${jobId}/video`;
  expect((await call).structuredContent).toMatchObject({
    state: 'completed',
    videoUrl: `${url}/status/${jobId}/video`,
    resourceUri: uri,
  });
  const blob = Buffer.from('video').toString('base64');
  expect((await client.readResource({ uri })).contents).toEqual([{ uri, mimeType: 'video/mp4', blob }]);
});

test('avatar-service mcp says where a streamed video is watched as soon as its render has started', async () => {
  const { url } = await runningAdapter({ API_KEYS: key });
  const client = new Client(info, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StdioClientTransport(command(url)));
  onTestFinished(() => client.close());
  const start = async (stream?: boolean) => {
    const given = { avatarId: 'alice', text: 'Good morning.', stream };
    const { structuredContent } = await client.callTool({ name: 'start_render', arguments: given });
    return z.object({ jobId: z.string(), streamUrl: z.string().optional() }).parse(structuredContent);
  };
  const { jobId, streamUrl } = await start(true);
  expect(streamUrl).toBe(`${url}/status/${jobId}/stream.m3u8`);
  expect((await start()).streamUrl).toBeUndefined();
});

test('avatar-service mcp serves an agent of 2025, and says how to start the service', async () => {
  const { url } = await runningAdapter({ API_KEYS: key });
  const client = new LegacyClient(info);
  await client.connect(new LegacyTransport(command(url)));
  onTestFinished(() => client.close());
  expect((await client.listTools()).tools).toHaveLength(6);
  const listed = await client.callTool({ name: 'list_avatars' });
  expect(JSON.stringify(listed.content)).toContain('alice');

  const lonely = new LegacyClient(info);
  await lonely.connect(new LegacyTransport(command('http://127.0.0.1:9')));
  onTestFinished(() => lonely.close());
  const { content, isError } = await lonely.callTool({ name: 'list_avatars' });
  expect(isError).toBe(true);
  expect(JSON.stringify(content)).toContain('npx avatar-service serve');
});
