import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { RenderError } from '../../errors/render-error.js';
import { jobKeys } from '../../events/status/keys.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { publishVideo } from './publish-video.js';

const running = new AbortController().signal;

describe('publishVideo', () => {
  test('uploads the file, and returns its address and its SHA-256', async () => {
    const folder = await temporaryFolder();
    const store = new FolderStore(path.join(folder, 'store'));
    const bytes = Buffer.alloc(300_000, 'video');
    const file = path.join(folder, 'video.mp4');
    await writeFile(file, bytes);
    expect(await publishVideo(store, 'job', { file, format: 'mp4' }, running)).toEqual({
      videoUrl: `${store.url}/videos/job.mp4`,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    const stored = await store.get(jobKeys.video('job'));
    if (!stored) throw new Error('the video is missing');
    expect(bytes.equals(await buffer(stored.body))).toBe(true);
  });

  test('publishes nothing if the file cannot be read', async () => {
    const store = new FolderStore(await temporaryFolder());
    await expect(
      publishVideo(store, 'job', { file: '/nowhere/video.mp4', format: 'mp4' }, running),
    ).rejects.toThrow();
    expect(await store.head(jobKeys.video('job'))).toBeUndefined();
  });

  test('publishes nothing once it was stopped', async () => {
    const folder = await temporaryFolder();
    const store = new FolderStore(path.join(folder, 'store'));
    const file = path.join(folder, 'video.mp4');
    await writeFile(file, 'video');
    const stopped = AbortSignal.abort(new RenderError('cancelled', 'stopped'));
    await expect(publishVideo(store, 'job', { file, format: 'mp4' }, stopped)).rejects.toThrow();
    expect(await store.head(jobKeys.video('job'))).toBeUndefined();
  });
});
