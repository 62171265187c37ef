import { describe, expect, test } from 'vitest';
import { jobSchema } from '../../events/adapter/jobs/job-document.js';
import { startLocal } from '../fixtures/local-process.js';
import { mp4Boxes } from '../fixtures/media.js';
import { problemIn } from '../fixtures/problem.js';
import { formRender, jsonRender } from '../fixtures/render-request.js';
import { functionEnvironment } from '../fixtures/service-function.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const secret = 'Nightingale';

describe('a job with a text', { timeout: 180_000 }, () => {
  test('becomes a video, a voice, and captions, and its text is in no log', async () => {
    const environment = await functionEnvironment(await temporaryFolder());
    const service = await startLocal({ ...environment, PORT: '0', LOG_LEVEL: 'debug' });
    const ask = (page: string, init?: RequestInit) => fetch(new URL(page, service.url), init);
    const text = `Good morning, I am ${secret}. How are you?`;
    const idempotent = { 'idempotency-key': 'greeting' };
    const request = jsonRender({ voiceUrl: undefined, text, voice: 'rms', speed: 1.5 }, idempotent);

    const accepted = await ask('/render', request);
    expect(accepted.status).toBe(202);
    const statusUrl = accepted.headers.get('location') ?? '';
    const video = await ask(`${statusUrl}?wait=100`, { headers: { accept: 'video/mp4' } });
    expect(mp4Boxes(Buffer.from(await video.arrayBuffer()))).toEqual(
      expect.arrayContaining(['moov', 'mdat']),
    );
    const again = await ask('/render', request);
    expect(again.headers.get('location')).toBe(statusUrl);

    const voice = await ask(`${statusUrl}/voice.wav`);
    expect([voice.status, voice.headers.get('content-type')]).toEqual([200, 'audio/wav']);
    const wav = Buffer.from(await voice.arrayBuffer());
    expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
    const seconds = (wav.length - 44) / 2 / 16_000;
    const document: unknown = await (
      await ask(statusUrl, { headers: { accept: 'application/json' } })
    ).json();
    expect(Math.abs((jobSchema.parse(document).result?.durationSeconds ?? 0) - seconds)).toBeLessThan(0.05);

    const captions = await ask(`${statusUrl}/captions.vtt`);
    expect(captions.headers.get('content-type')).toBe('text/vtt; charset=utf-8');
    expect((await captions.text()).split('\n').filter((line) => /[a-z]/.test(line))).toEqual([
      `Good morning, I am ${secret}.`,
      'How are you?',
    ]);

    const form = await ask('/render?wait=100', formRender({ text: `Hello ${secret}.`, voice: 'kal' }));
    expect([form.status, form.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    await form.arrayBuffer();
    const failing = jsonRender({ voiceUrl: undefined, text: `مرحبا ${secret}` });
    await problemIn(await ask('/render?wait=100', failing), 'language_unsupported');
    expect(service.log.text()).toContain('language_unsupported');
    expect(service.log.text()).not.toContain(secret);
  });
});
