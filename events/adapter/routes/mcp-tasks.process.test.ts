import { resultFromTaskOutcome } from '@modelcontextprotocol/ext-tasks/client';
import { isCreateTaskResultV2, isDetailedTaskV2 } from '@modelcontextprotocol/ext-tasks/core/v2';
import { describe, expect, test, vi } from 'vitest';
import { completed, failed, progressed } from '../../../test/fixtures/events.js';
import { connectMcp } from '../../../test/fixtures/mcp-connection.js';
import {
  connectTasks,
  dispatchTo,
  envelope,
  tasksExtension,
} from '../../../test/fixtures/mcp-task-session.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { jobKeys } from '../../status/keys.js';
import { createOutcome, readOutcome } from '../../status/outcome.js';
import { writeProgress } from '../../status/progress.js';

const hello = { avatarId: 'alice', text: 'Good morning.' };

describe('POST /mcp for a client with the extension for tasks', () => {
  test('renders a video as a task, and answers with what render_video answers', async () => {
    const { url, store } = await runningAdapter();
    expect((await connectMcp(url)).getServerCapabilities()?.extensions).toHaveProperty([tasksExtension]);
    const session = await connectTasks(url);
    const execution = await session.callTool('render_video', hello);
    if (execution.kind !== 'task') throw new Error('the call was not answered with a task');
    const { taskId } = execution.handle;
    const messages: unknown[] = [];
    const settled = execution.settle({
      onEvent: (event) => {
        if (event.type === 'task') messages.push(event.task.statusMessage);
      },
    });
    await writeProgress(store, taskId, progressed(taskId, 25));
    await vi.waitFor(() => expect(messages).toContain('is rendering: 50 %'), 10_000);
    await store.put(jobKeys.poster(taskId), Buffer.from('poster'), { contentType: 'image/jpeg' });
    await createOutcome(store, taskId, completed(taskId));
    const { outcome } = await settled;
    const uri = `avatar-service://jobs/${taskId}/video`;
    expect(outcome.task).toMatchObject({ status: 'completed', ttl: null });
    expect(resultFromTaskOutcome(outcome)).toMatchObject({
      structuredContent: { jobId: taskId, state: 'completed', resourceUri: uri },
      content: [{ type: 'text' }, { type: 'resource_link', uri }, { type: 'image', mimeType: 'image/jpeg' }],
    });
  });

  test('cancels the render with its task, and once only', async () => {
    const { url, store } = await runningAdapter();
    const session = await connectTasks(url);
    const execution = await session.callTool('render_video', hello);
    if (execution.kind !== 'task') throw new Error('the call was not answered with a task');
    const { taskId } = execution.handle;
    await execution.cancel();
    await vi.waitFor(async () => expect((await readOutcome(store, taskId))?.type).toBe('render.cancelled'));
    const params = { taskId, _meta: envelope(true) };
    const dispatch = dispatchTo(url);
    for (const method of ['tasks/cancel', 'tasks/update'])
      expect(await dispatch({ method, params })).toMatchObject({ result: { resultType: 'complete' } });
    const answer = await dispatch({ method: 'tasks/get', params });
    expect(answer).toMatchObject({ result: { taskId, status: 'cancelled', resultType: 'complete' } });
  });

  test('answers as the schema of the extension says, with the time that jobs are kept', async () => {
    const { url, store } = await runningAdapter({ RETENTION_DAYS: '2' });
    const dispatch = dispatchTo(url);
    const params = { name: 'render_video', arguments: hello, _meta: envelope(true) };
    const created = await dispatch({ method: 'tools/call', params });
    if (created.kind !== 'result' || !isCreateTaskResultV2(created.result))
      throw new Error(`not a task: ${JSON.stringify(created)}`);
    const { taskId, ttlMs } = created.result;
    expect(ttlMs).toBe(2 * 24 * 3600_000);
    const get = async () => dispatch({ method: 'tasks/get', params: { taskId, _meta: envelope(true) } });
    const working = await get();
    expect(working.kind === 'result' && isDetailedTaskV2(working.result)).toBe(true);
    const outcome = failed(taskId);
    await createOutcome(store, taskId, outcome);
    // What a tool answers about a failure is a result, not an error of the protocol.
    expect(await get()).toMatchObject({
      result: {
        status: 'completed',
        lastUpdatedAt: outcome.time,
        result: {
          isError: true,
          content: [{ type: 'text', text: expect.stringMatching(/^voice_unreachable: /) as string }],
        },
      },
    });
  });

  test.each(['tasks/get', 'tasks/cancel', 'tasks/update'])(
    '%s rejects unknown tasks, and clients without the extension',
    async (method) => {
      const { url } = await runningAdapter();
      const dispatch = dispatchTo(url);
      const unknown = { taskId: 'none', inputResponses: {} };
      expect(await dispatch({ method, params: { ...unknown, _meta: envelope(true) } })).toMatchObject({
        error: { code: -32602, message: 'Task none does not exist.' },
      });
      expect(await dispatch({ method, params: { ...unknown, _meta: envelope(false) } })).toMatchObject({
        error: { code: -32021, data: { requiredCapabilities: { extensions: { [tasksExtension]: {} } } } },
      });
    },
  );

  test('refuses wrong arguments at once instead of with a task', async () => {
    const { url } = await runningAdapter();
    const session = await connectTasks(url);
    const execution = await session.callTool('render_video', { avatarId: 'missing', text: 'Hello.' });
    expect(execution.kind).toBe('immediate');
    const { outcome } = await execution.settle();
    expect(resultFromTaskOutcome(outcome)).toMatchObject({ isError: true });
  });
});
