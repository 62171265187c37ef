import { expect, onTestFinished, test } from 'vitest';
import { jobKeys } from '../../events/status/keys.js';
import { requested } from '../../test/fixtures/events.js';
import { functionContext } from '../../test/fixtures/function-context.js';
import { leased } from '../../test/fixtures/leased.js';
import { ffmpeg } from '../../test/fixtures/media.js';
import { syllables } from '../../test/fixtures/signals.js';
import { waveFile } from '../../test/fixtures/wave-file.js';
import { runRender } from './run-render.js';

const running = new AbortController().signal;

/** What `render.completed` says of a job, and the bytes of its video. */
async function completedJob(
  data: Parameters<typeof requested>[1],
  environment: Readonly<Record<string, string>> = {},
) {
  const context = await functionContext(undefined, { VIDEO_MAX_SIDE: '160', AI_MARK: 'off', ...environment });
  const { store, log } = context;
  await store.put(jobKeys.upload('job'), waveFile(syllables(16_000)), { contentType: 'audio/wav' });
  const lease = await leased(store, 'job', { name: 'this-process' });
  onTestFinished(() => lease.stop());
  const request = requested('job', { voiceUrl: 'upload:job', ...data }).data;
  const job = { jobId: 'job', data: request, requestedMs: NaN, lineage: {}, lease, log };
  const renderer = { ...context.renderer, ffmpeg: await ffmpeg() };
  return runRender(job, { ...context, renderer }, running);
}

test('a job without motion says nothing about it, and its video is that of `still`', async () => {
  const silent = await completedJob({ avatarId: 'mei' });
  const still = await completedJob({ avatarId: 'mei', motion: 'still' }, { MOTION: 'alive' });
  expect(silent).not.toHaveProperty('motion');
  expect(still.motion).toEqual({ blink: 0, head: 0, breath: 0 });
  expect(still.sha256).toBe(silent.sha256);
});

test('a job says how its portrait moved, by its request or by MOTION', async () => {
  const asked = await completedJob({ avatarId: 'mei', motion: { head: 0.5 }, seed: 7 });
  const byDefault = await completedJob({ avatarId: 'mei' }, { MOTION: 'blink' });
  expect(asked.motion).toEqual({ blink: 0, head: 0.5, breath: 0 });
  expect(byDefault.motion).toEqual({ blink: 1, head: 0, breath: 0 });
});
