import { describe, expect, test } from 'vitest';
import { jobSchema } from '../../events/adapter/jobs/job-document.js';
import { renderCompletedData } from '../../events/contract/render-data.js';
import { renderRequested } from '../../events/contract/events.js';
import { readWav } from '../../function/render/speech/flite/read-wav.js';
import { producers } from '../fixtures/events.js';
import { startLocal } from '../fixtures/local-process.js';
import { mp4Boxes } from '../fixtures/media.js';
import { problemIn } from '../fixtures/problem.js';
import { formRender, jsonRender } from '../fixtures/render-request.js';
import { replyIn, sendEvent } from '../fixtures/send-event.js';
import { functionEnvironment, startFunction } from '../fixtures/service-function.js';
import { speechFile, speechServer, streamedWav, writeChunks } from '../fixtures/speech-server.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const secret = 'Nightingale';

/** The seconds of a WAV file of 16-bit mono. */
async function secondsOf(response: Response): Promise<number> {
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'audio/wav']);
  const { samples, rateHz } = readWav(Buffer.from(await response.arrayBuffer()));
  return samples.length / rateHz;
}

describe('a job with a text', () => {
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

    const seconds = await secondsOf(await ask(`${statusUrl}/voice.wav`));
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
    const failing = jsonRender({ voiceUrl: undefined, text: `مرحبا بالعالم كيف حالك ${secret}` });
    await problemIn(await ask('/render', failing), 'language_unsupported');
    expect(service.log.text()).not.toContain(secret);
  });

  test('can be listened to before, in a sample, a text, and a preview', async () => {
    const environment = await functionEnvironment(await temporaryFolder());
    const service = await startLocal({ ...environment, PORT: '0' });
    const ask = (page: string, init?: RequestInit) => fetch(new URL(page, service.url), init);
    const json = (body: object) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const voices: unknown = await (await ask('/voices')).json();
    expect(voices).toMatchObject([
      { id: 'slt', language: 'en-US', engine: 'embedded', sampleUrl: '/voices/slt/sample.wav' },
      { id: 'rms' },
      { id: 'awb' },
      { id: 'kal' },
    ]);
    const sample = await ask('/voices/slt/sample.wav');
    expect(await secondsOf(sample)).toBeGreaterThan(1);
    const again = await ask('/voices/slt/sample.wav');
    expect(again.headers.get('last-modified')).not.toBeNull();
    expect(await secondsOf(again)).toBeGreaterThan(1);
    expect(service.log.of('task.ended').length).toBeLessThanOrEqual(1);
    await problemIn(await ask('/voices/alan/sample.wav'), 'speech_voice_unknown');

    const slow = await secondsOf(await ask('/speech', json({ text: 'Hello there.', speed: 0.5 })));
    const fast = await secondsOf(await ask('/speech', json({ text: 'Hello there.', speed: 2 })));
    expect(slow).toBeGreaterThan(2 * fast);
    await problemIn(await ask('/speech', json({ text: '你好' })), 'language_unsupported');
    await problemIn(await ask('/speech', json({ text: 'Hi', voice: 'alan' })), 'speech_voice_unknown');
    await problemIn(await ask('/speech', json({ text: ' ' })), 'text_empty');
    await problemIn(await ask('/speech', json({ voice: 'slt' })), 'request_invalid');

    const preview = await ask('/avatars/alice/preview', json({ text: 'Wow!' }));
    expect([preview.status, preview.headers.get('content-type')]).toEqual([200, 'image/png']);
    await preview.arrayBuffer();
  });

  test('is spoken by a speech server, also after its renderer is killed', async () => {
    const environment = await functionEnvironment(await temporaryFolder());
    const wav = streamedWav(await speechFile('speech.wav', 1));
    const killed: number[] = [];
    const { url, asked } = await speechServer(
      async ({ body }, response) => {
        // The first attempt dies in the middle of the text.
        if (body.input === 'Two.' && killed.length === 0) {
          for (const pid of await service.children()) {
            killed.push(pid);
            process.kill(pid, 'SIGKILL');
          }
        }
        await writeChunks(response, wav);
      },
      { voices: ['bm_george'] },
    );
    const service = await startLocal({ ...environment, PORT: '0', SPEECH_URL: url, CLAIM_SECONDS: '2' });
    const ask = (page: string, init?: RequestInit) => fetch(new URL(page, service.url), init);
    const voices: unknown = await (await ask('/voices')).json();
    expect(voices).toMatchObject([{ id: 'bm_george', language: 'en-GB' }, {}, {}, {}, {}]);
    const request = jsonRender({ voiceUrl: undefined, text: 'One. Two.' }, { accept: 'video/mp4' });
    const video = await ask('/render?wait=100', request);
    expect([video.status, video.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    await video.arrayBuffer();
    expect(killed).toHaveLength(1);
    expect(asked.map(({ body }) => `${body.voice}: ${body.input}`)).toEqual([
      'bm_george: One.',
      'bm_george: Two.',
      'bm_george: One.',
      'bm_george: Two.',
    ]);
  });

  test('is rendered by the function alone, as an event, once', async () => {
    const folder = await temporaryFolder();
    const { url } = await startFunction(await functionEnvironment(folder));
    const data = { jobId: 'event', avatarId: 'alice', text: 'Good morning, I am Alice.' };
    const event = renderRequested(data, { ...producers.adapter });
    const first = replyIn(await sendEvent(url, event));
    expect(first.type).toBe('render.completed');
    const { frames, fps, durationSeconds } = renderCompletedData.parse(first.data);
    expect(frames / fps).toBeCloseTo(durationSeconds, 1);
    expect(durationSeconds).toBeGreaterThan(1);
    expect(durationSeconds).toBeLessThan(4);
    expect(replyIn(await sendEvent(url, event)).toJSON()).toEqual(first.toJSON());
  });

  test('is canceled in the middle of a sentence', async () => {
    const environment = await functionEnvironment(await temporaryFolder());
    let reached: () => void = () => undefined;
    const speaking = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const { url } = await speechServer(() => reached(), { voices: ['a'] });
    const service = await startLocal({ ...environment, PORT: '0', SPEECH_URL: url });
    const ask = (page: string, init?: RequestInit) => fetch(new URL(page, service.url), init);
    const accepted = await ask('/render', jsonRender({ voiceUrl: undefined, text: 'One.' }));
    await speaking;
    const statusUrl = accepted.headers.get('location') ?? '';
    await problemIn(await ask(`${statusUrl}/voice.wav`), 'not_finished');
    const jobId = statusUrl.replace('/status/', '');
    expect((await ask(`/render/${jobId}`, { method: 'DELETE' })).status).toBe(204);
    await problemIn(await ask(statusUrl), 'cancelled');
    await problemIn(await ask(`${statusUrl}/voice.wav`), 'speech_missing');
    // The renderer is free again.
    const next = jsonRender({ voiceUrl: undefined, text: 'Hi.', voice: 'slt' }, { accept: 'video/mp4' });
    const response = await ask('/render?wait=100', next);
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  });
});
