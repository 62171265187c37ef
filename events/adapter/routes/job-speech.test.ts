import { expect, test } from 'vitest';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { completed, requested } from '../../../test/fixtures/events.js';
import { finishedJob } from '../../../test/fixtures/finished-job.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { jobKeys } from '../../status/keys.js';
import { createOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';

const spoken = { voiceUrl: undefined, text: 'Good morning.' };

test('the captions of a job with a recording are missing, and the answer says why', async () => {
  const { adapter, ask } = await openAdapter();
  await finishedJob(adapter.store, 'job');
  const { detail } = await problemIn(await ask('/status/job/captions.vtt'), 'speech_missing');
  expect(detail).toBe(
    'Job job was requested with a recording, so there is no captions.vtt. Only jobs with a `text` have captions and a spoken voice.',
  );
  await problemIn(await ask('/status/job/voice.wav'), 'speech_missing');
  await problemIn(await ask('/status/none/captions.vtt'), 'job_not_found');
});

test('the captions of a job with a text are its own, under the name of the portrait', async () => {
  const { adapter, ask } = await openAdapter();
  const { store } = adapter;
  await createRequest(store, 'job', requested('job', spoken));
  await problemIn(await ask('/status/job/captions.vtt'), 'not_finished');
  await store.put(jobKeys.captions('job'), Buffer.from('WEBVTT'), { contentType: 'text/vtt' });
  await store.put(jobKeys.speech('job'), Buffer.from('RIFF'), { contentType: 'audio/wav' });
  const response = await ask('/status/job/captions.vtt');
  expect(response.headers.get('content-disposition')).toBe('inline; filename="alice.vtt"');
  expect(await response.text()).toBe('WEBVTT');
});

test('a job that ended before its text was spoken says so', async () => {
  const { adapter, ask } = await openAdapter();
  await createRequest(adapter.store, 'job', requested('job', spoken));
  await createOutcome(adapter.store, 'job', completed('job'));
  const { detail } = await problemIn(await ask('/status/job/voice.wav'), 'speech_missing');
  expect(detail).toContain('has ended (render.completed)');
});
