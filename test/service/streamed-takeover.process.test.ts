import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { jobKeys } from '../../events/status/keys.js';
import { createRequest } from '../../events/status/request.js';
import { readStream } from '../../events/status/stream.js';
import type { Store } from '../../storage/store.js';
import { requested } from '../fixtures/events.js';
import { servedVoice } from '../fixtures/held-voice.js';
import { ffmpegOutput } from '../fixtures/media.js';
import { runningAdapter } from '../fixtures/running-adapter.js';
import { eventIn, sendEvent } from '../fixtures/send-event.js';
import { functionEnvironment, startFunction } from '../fixtures/service-function.js';
import { onEveryStore } from '../fixtures/stores.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const seconds = 10;

/** A digest of each decoded picture of a video, in their order. */
async function pictures(video: Uint8Array): Promise<string[]> {
  const file = path.join(await temporaryFolder(), 'video.mp4');
  await writeFile(file, video);
  const text = await ffmpegOutput('-i', file, '-map', '0:v', '-f', 'framehash', '-hash', 'md5', 'pipe:1');
  const lines = text.toString().split('\n');
  return lines.filter((line) => /^\d/.test(line)).map((line) => line.split(',').at(-1)?.trim() ?? '');
}

async function videoOf(store: Store, jobId: string): Promise<Buffer> {
  const object = await store.get(jobKeys.video(jobId));
  if (!object) throw new Error('the job has no video');
  return buffer(object.body);
}

onEveryStore((open) => {
  test('a viewer sees every frame once although the function is killed in mid stream', async () => {
    const { store, environment } = await open();
    const start = async () =>
      startFunction({
        ...(await functionEnvironment(await temporaryFolder())),
        ...environment,
        CLAIM_SECONDS: '2',
      });
    const [first, second, { ask }] = await Promise.all([start(), start(), runningAdapter(environment)]);
    const event = requested('job', { voiceUrl: await servedVoice(seconds), stream: true, motion: 'alive' });
    await createRequest(store, 'job', event);
    const lost = sendEvent(first.url, event).catch(() => 'gone');
    const viewing = ask('/status/job/live.mp4').then((response) => response.arrayBuffer());
    await vi.waitFor(
      async () => expect((await readStream(store, 'job'))?.fragments.length).toBeGreaterThan(2),
      { timeout: 60_000, interval: 20 },
    );
    first.kill('SIGKILL');
    await first.ended;
    expect(await lost).toBe('gone');
    const stored = await readStream(store, 'job');
    expect(stored?.isComplete).toBe(false);
    expect(eventIn(await sendEvent(second.url, event)).type).toBe('render.completed');
    expect(second.log.of('stream.replaced')).toEqual([]);
    expect((await readStream(store, 'job'))?.fragments.slice(0, stored?.fragments.length)).toEqual(
      stored?.fragments,
    );

    const expected = await pictures(await videoOf(store, 'job'));
    expect(expected).toHaveLength(25 * seconds);
    expect(await pictures(new Uint8Array(await viewing))).toEqual(expected);
  });
});
