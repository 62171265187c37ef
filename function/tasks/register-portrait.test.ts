import { describe, expect, test } from 'vitest';
import { producers } from '../../test/fixtures/events.js';
import { RenderError } from '../../errors/render-error.js';
import { taskRequested } from '../../events/contract/events.js';
import { taskKeys } from '../../events/status/task.js';
import { isUploaded } from '../../storage/catalogue/open-catalogue.js';
import { functionContext, occupyQueue } from '../../test/fixtures/function-context.js';
import { centeredFace, paintedPicture, pngOf } from '../../test/fixtures/pictures.js';
import { registerPortrait } from './register-portrait.js';

const running = new AbortController().signal;
const envelope = producers.function;
const picture = paintedPicture(200, 240);
const { box } = centeredFace(picture);
const event = taskRequested('portrait.requested', { requestId: 'task', avatarId: 'new', box }, envelope);

async function contextWithUpload(bytes: Uint8Array) {
  const context = await functionContext();
  await context.store.put(taskKeys.picture('task'), bytes, { contentType: 'image/png' });
  return context;
}

describe('registerPortrait', () => {
  test('adds the picture to the catalogue, and stores a preview', async () => {
    const context = await contextWithUpload(await pngOf(picture));
    const outcome = await registerPortrait(event, context, envelope, running);
    expect(outcome.data).toEqual({ requestId: 'task', avatarId: 'new', width: 200, height: 240, box });
    expect(isUploaded(await context.catalogue.find('new'), context.store)).toBe(true);
    expect((await context.store.head(taskKeys.image('task')))?.bytes).toBeGreaterThan(0);
  });

  test('stores the name as it was typed', async () => {
    const context = await contextWithUpload(await pngOf(picture));
    const data = { requestId: 'task', avatarId: 'new', name: 'Tante Zoë', box };
    await registerPortrait(taskRequested('portrait.requested', data, envelope), context, envelope, running);
    expect((await context.catalogue.find('new')).name).toBe('Tante Zoë');
    // Another box changes neither picture nor name.
    await context.store.delete(taskKeys.picture('task'));
    await registerPortrait(event, context, envelope, running);
    expect((await context.catalogue.find('new')).name).toBe('Tante Zoë');
  });

  test('finds the face in a dry run, and stores nothing', async () => {
    const context = await contextWithUpload(await pngOf(picture));
    const data = { requestId: 'task', avatarId: 'new', box, dryRun: true } as const;
    const dryRun = taskRequested('portrait.requested', data, envelope);
    const outcome = await registerPortrait(dryRun, context, envelope, running);
    expect(outcome.data).toEqual({ ...data, width: 200, height: 240 });
    await expect(context.catalogue.find('new')).rejects.toMatchObject({ code: 'avatar_not_found' });
    expect(await context.store.head(taskKeys.image('task'))).toBe(undefined);
  });

  test('does not wait for the render that occupies the engine', async () => {
    const context = await contextWithUpload(await pngOf(picture));
    occupyQueue(context);
    expect((await registerPortrait(event, context, envelope, running)).type).toBe('portrait.completed');
    expect(context.queue.pending).toBe(1);
  });

  test('adds nothing if the picture cannot be read', async () => {
    const context = await contextWithUpload(Buffer.from('no picture'));
    await expect(registerPortrait(event, context, envelope, running)).rejects.toMatchObject({
      code: 'portrait_unreadable',
    });
    await expect(context.catalogue.find('new')).rejects.toMatchObject({ code: 'avatar_not_found' });
  });

  test('adds nothing once it was stopped', async () => {
    const context = await contextWithUpload(await pngOf(picture));
    const reason = new RenderError('job_busy', 'The function is shutting down.');
    await expect(registerPortrait(event, context, envelope, AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(context.catalogue.find('new')).rejects.toMatchObject({ code: 'avatar_not_found' });
  });

  test('lets only one of two concurrent requests add an id, and a repeated delivery of it again', async () => {
    const context = await contextWithUpload(await pngOf(picture));
    await context.store.put(taskKeys.picture('other'), await pngOf(paintedPicture(200, 240)), {
      contentType: 'image/png',
    });
    const other = taskRequested('portrait.requested', { requestId: 'other', avatarId: 'new', box }, envelope);
    const ends = await Promise.allSettled(
      [event, other].map((each) => registerPortrait(each, context, envelope, running)),
    );
    const isRefused = ends.map(({ status }) => status === 'rejected');
    expect(isRefused.filter(Boolean)).toHaveLength(1);
    const won = isRefused[1] === true ? [event, other] : [other, event];
    for (const [i, each] of won.entries()) {
      const again = registerPortrait(each, context, envelope, running);
      if (i === 0) expect((await again).data.avatarId).toBe('new');
      else await expect(again).rejects.toMatchObject({ code: 'avatar_exists' });
    }
  });
});
