import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../../config/settings.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { Flite } from './flite/flite.js';
import { readWav } from './flite/read-wav.js';
import { synthesize, type SpeechRequest } from './synthesize.js';
import { Ffmpeg } from '../ffmpeg/ffmpeg.js';

const running = new AbortController().signal;

async function spoken(request: SpeechRequest, extra: Record<string, string> = {}, signal = running) {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'voice');
  const { times, warnings } = await synthesize(
    request,
    { settings: readSettings(extra), ffmpeg: new Ffmpeg('/nowhere/ffmpeg') },
    file,
    signal,
  ).catch(async (error: unknown) => {
    expect(await readdir(folder)).not.toContain('flite.wav');
    throw error;
  });
  expect(await readdir(folder)).toEqual(['voice']);
  return { times, warnings, ...readWav(await readFile(file)) };
}

describe('synthesize', () => {
  test('speaks the same on one thread and on four', async () => {
    const text = 'One is first. Two comes after it. Three. Four follows, and five is the last one of them.';
    const [one, four] = [await spoken({ text }, { THREADS: '1' }), await spoken({ text }, { THREADS: '4' })];
    expect(one.times).toHaveLength(4);
    expect(four).toEqual(one);
  });

  test('speaks sentences one after the other, with pauses between them', async () => {
    const { times, samples, rateHz } = await spoken({ text: 'Good morning. I am Alice.' });
    expect(times.map(({ text }) => text)).toEqual(['Good morning.', 'I am Alice.']);
    const [first, second] = times;
    expect(first?.start).toBeCloseTo(0.1);
    expect((second?.start ?? 0) - (first?.end ?? 0)).toBeCloseTo(0.3);
    const seconds = samples.length / rateHz;
    expect(rateHz).toBe(16_000);
    expect(seconds).toBeGreaterThan(1.5);
    expect(seconds).toBeLessThan(4);
    expect(second?.end).toBeLessThan(seconds);
    // Three times five sounds: the engine reports when each ends.
    expect(second?.soundEnds?.length).toBeGreaterThan(6);
    for (const end of second?.soundEnds ?? []) {
      expect(end).toBeGreaterThan(second?.start ?? 0);
      expect(end).toBeLessThanOrEqual((second?.end ?? 0) + 0.1);
    }
    const silent = samples.subarray(0, 0.05 * rateHz);
    expect(silent.every((sample) => sample === 0)).toBe(true);
    expect(Math.max(...samples)).toBeGreaterThan(0.1);
  });

  test('speaks faster and slower', async () => {
    const seconds = async (speed: number) => {
      const { samples, rateHz } = await spoken({ text: 'One two three four five six seven.', speed });
      return samples.length / rateHz;
    };
    const [slow, usual, fast] = [await seconds(0.5), await seconds(1), await seconds(2)];
    expect(slow / usual).toBeGreaterThan(1.6);
    expect(usual / fast).toBeGreaterThan(1.6);
  });

  test.each(['slt', 'rms', 'awb', 'kal'])('speaks with the voice %s', async (voice) => {
    const { samples, rateHz } = await spoken({ text: 'Good morning.', voice });
    expect(samples.length / rateHz).toBeGreaterThan(0.5);
  });

  test.each([
    ['markup', '<speak><break time="600s"/>Hello <prosody rate="0.01">there</prosody></speak>'],
    ['control characters', 'Hello\u0000 there\u001b[31m friend\u0007'],
    ['options of a command', '-o /tmp/x -ssml'],
  ])('speaks %s without their effects', async (_, text) => {
    const { samples, rateHz } = await spoken({ text });
    expect(samples.length / rateHz).toBeLessThan(20);
  });

  test.each([
    ['text_empty', { text: '🙂 … ' }],
    ['text_too_long', { text: 'word '.repeat(20_000) }],
    ['language_unsupported', { text: 'صباح الخير' }],
    ['language_unsupported', { text: '早上好，我是爱丽丝。' }],
    ['language_unsupported', { text: 'Guten Morgen', language: 'de' }],
    ['speech_voice_unknown', { text: 'Hello', voice: 'alan' }],
  ])('fails with %s', async (code, request) => {
    await expect(spoken(request)).rejects.toMatchObject({ code });
  });

  test('stops a text that becomes too long a voice', async () => {
    await expect(spoken({ text: 'One. '.repeat(50) }, { VOICE_MAX_SECONDS: '3' })).rejects.toMatchObject({
      code: 'voice_too_long',
    });
  });

  test('gives up a sentence that takes too long', async () => {
    await expect(
      spoken({ text: 'a long sentence '.repeat(18) }, { SPEECH_TIMEOUT_SECONDS: '0.001' }),
    ).rejects.toMatchObject({ code: 'speech_timeout', details: { seconds: 0.001 } });
  });

  test('stops with the reason of the signal', async () => {
    const stop = new AbortController();
    const speaking = spoken({ text: 'A sentence. '.repeat(300) }, {}, stop.signal);
    setTimeout(() => stop.abort(new RangeError('stopped')), 300);
    await expect(speaking).rejects.toThrow('stopped');
  });
});

test.runIf(process.platform === 'linux')(
  'fifty sentences leave no descriptors open',
  async () => {
    const flite = new Flite();
    const delivery = { voice: 'kal', speed: 2 };
    onTestFinished(() => flite.close());
    await flite.speak('a', delivery, running);
    const before = (await readdir('/proc/self/fd')).length;
    for (let i = 0; i < 50; i++) await flite.speak('a', delivery, running);
    const stopped = flite.speak('This one is stopped.', delivery, AbortSignal.timeout(1));
    await expect(stopped).rejects.toThrow();
    expect((await readdir('/proc/self/fd')).length).toBeLessThan(before + 5);
  },
  120_000,
);
