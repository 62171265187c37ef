import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { describe, expect, test, vi } from 'vitest';
import { createLogger } from '../../config/logger.js';
import { jobKeys } from '../../events/status/keys.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { ffmpeg as testFfmpeg } from '../../test/fixtures/media.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { publishPoster } from './publish-poster.js';

const { signal } = new AbortController();

describe('publishPoster', () => {
  test('stores the first frame as a JPEG of at most 512 pixels', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'video.mp4');
    const ffmpeg = await testFfmpeg();
    const source = ['-f', 'lavfi', '-i', 'color=red:size=1024x640:rate=25:duration=0.2'];
    await ffmpeg.run([...source, '-pix_fmt', 'yuv420p', file], { signal });
    const store = new FolderStore(path.join(folder, 'store'));
    await publishPoster(
      'job',
      file,
      { store, ffmpeg, log: createLogger('function', { LOG_LEVEL: 'silent' }) },
      signal,
    );
    const stored = await store.get(jobKeys.poster('job'));
    if (!stored) throw new Error('the poster is missing');
    const picture = sharp(await buffer(stored.body));
    expect(await picture.metadata()).toMatchObject({ format: 'jpeg', width: 512, height: 320 });
    const { channels } = await picture.stats();
    expect(channels.map(({ mean }) => Math.round(mean / 50))).toEqual([5, 0, 0]);
  });

  test('logs that it is missing, and goes on', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'video.mp4');
    await writeFile(file, 'not a video');
    const store = new FolderStore(path.join(folder, 'store'));
    const log = { ...createLogger('function', { LOG_LEVEL: 'silent' }), warn: vi.fn() };
    await publishPoster('job', file, { store, ffmpeg: await testFfmpeg(), log }, signal);
    expect(log.warn).toHaveBeenCalledWith(
      expect.objectContaining({ event: 'poster.failed' }),
      expect.anything(),
    );
    expect(await store.head(jobKeys.poster('job'))).toBeUndefined();
  });
});
