import { describe, expect, test } from 'vitest';
import { producers } from '../../test/fixtures/events.js';
import { taskRequested } from '../../events/contract/events.js';
import { taskKeys } from '../../events/status/task.js';
import { functionContext, occupyQueue } from '../../test/fixtures/function-context.js';
import { renderPreview } from './render-preview.js';

const running = new AbortController().signal;
const envelope = producers.function;

function previewRequested(data: { avatarId: string; voiceUrl?: string }) {
  return taskRequested('preview.requested', { requestId: 'task', ...data }, envelope);
}

describe('renderPreview', () => {
  test('fails with `renderer_busy` while a video is rendered, before it reads anything', async () => {
    const context = await functionContext();
    occupyQueue(context);
    await expect(
      renderPreview(previewRequested({ avatarId: 'missing' }), context, envelope, running),
    ).rejects.toMatchObject({ code: 'renderer_busy' });
  });

  test.each([
    [{ avatarId: 'missing' }, 'avatar_not_found'],
    [{ avatarId: 'alice', voiceUrl: 'upload:other' }, 'voice_url_refused'],
    [{ avatarId: 'alice', voiceUrl: 'upload:task' }, 'voice_not_found'],
  ])('fails for %j with %s, and stores no image', async (data, code) => {
    const context = await functionContext();
    await expect(renderPreview(previewRequested(data), context, envelope, running)).rejects.toMatchObject({
      code,
    });
    expect(await context.store.head(taskKeys.image('task'))).toBeUndefined();
  });
});
