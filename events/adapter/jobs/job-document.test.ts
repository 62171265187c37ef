import { describe, expect, test } from 'vitest';
import { cancelled, completed, failed, progressed, requested } from '../../../test/fixtures/events.js';
import { jobDocument, jobSchema } from './job-document.js';

const request = requested('job');
const known = { jobId: 'job', statusUrl: '/status/job', avatarId: 'alice', requestedAt: request.time };

describe('jobDocument', () => {
  test('shows a queued job without progress', () => {
    const document = jobDocument({ jobId: 'job', request, state: 'queued' });
    expect(document).toEqual({ ...known, state: 'queued', progress: 0 });
  });

  test('shows the progress of a job that renders', () => {
    const progress = progressed('job', 20).data;
    const document = jobDocument({ jobId: 'job', request, state: 'processing', progress });
    expect(document).toEqual({
      ...known,
      state: 'processing',
      stage: 'wav2lip',
      attempt: 1,
      framesDone: 20,
      frames: 50,
      progress: 0.4,
    });
  });

  test('shows the result of a completed job, but not where the store has its video', () => {
    const outcome = completed('job');
    const document = jobDocument({ jobId: 'job', request, state: 'ended', outcome });
    expect(document).toMatchObject({ ...known, state: 'completed', progress: 1 });
    expect(document.result).toMatchObject({ durationSeconds: 2, frames: 50, fps: 25, bytes: 12_345 });
    expect(Object.keys(document.result ?? {})).not.toContain('videoUrl');
    expect(JSON.stringify(document)).not.toContain('s3://');
    expect(document).not.toHaveProperty('downloadUrl');
  });

  test('shows a download address if there is one', () => {
    const job = { jobId: 'job', request, state: 'ended', outcome: completed('job') } as const;
    expect(jobDocument(job, 'https://bucket/video').downloadUrl).toBe('https://bucket/video');
  });

  test('links to the captions of a job with a text, below the prefix', () => {
    const spoken = requested('job', { voiceUrl: undefined, text: 'Good morning.' });
    const job = { jobId: 'job', request: spoken, state: 'ended', outcome: completed('job') } as const;
    expect(jobDocument(job, undefined, '/tools')).toMatchObject({
      statusUrl: '/tools/status/job',
      captionsUrl: '/tools/status/job/captions.vtt',
    });
  });

  test('shows the error of a failed job', () => {
    const outcome = failed('job');
    const document = jobDocument({ jobId: 'job', request, state: 'ended', outcome });
    expect(document).toEqual({
      ...known,
      endedAt: outcome.time,
      state: 'failed',
      error: { code: 'voice_unreachable', message: 'what is wrong', details: { limit: 7 } },
    });
  });

  test('shows a canceled job, also if its request is missing', () => {
    const outcome = cancelled('job');
    expect(jobDocument({ jobId: 'job', request: undefined, state: 'ended', outcome })).toEqual({
      jobId: 'job',
      statusUrl: '/status/job',
      endedAt: outcome.time,
      state: 'cancelled',
    });
  });

  test('always follows its schema', () => {
    for (const outcome of [completed('job'), failed('job'), cancelled('job')]) {
      const document = jobDocument({ jobId: 'job', request, state: 'ended', outcome });
      expect(jobSchema.parse(document)).toEqual(document);
    }
  });
});
