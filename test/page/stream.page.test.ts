import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { expect, test } from 'vitest';
import { servedVoice } from '../fixtures/held-voice.js';
import { onThePage } from '../fixtures/in-chromium.js';

const seconds = 25;

const playedSchema = z.object({
  /** The state of the job when the video first moved. */
  stateAtStart: z.string(),
  /** Where it began, in seconds. */
  firstTime: z.number(),
  duration: z.number(),
  /** Where it ended, in seconds. */
  lastTime: z.number(),
  errors: z.array(z.string()),
});

/** Requests a streamed video in the page. @returns its job's id */
async function requestStream(page: Page): Promise<string> {
  const body = JSON.stringify({ avatarId: 'alice', voiceUrl: await servedVoice(seconds), stream: true });
  const answer: unknown = await page.evaluate(async (sent) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/render', { method: 'POST', headers, body: sent })).json();
  }, body);
  return z.object({ jobId: z.string() }).parse(answer).jobId;
}

/** Plays what a script loads into `video`: its beginning, and its last second. */
async function played(page: Page, jobId: string, load: string): Promise<z.infer<typeof playedSchema>> {
  const script = `(async () => {
    const errors = [];
    const video = document.createElement('video');
    video.muted = true;
    document.body.append(video);
    video.addEventListener('error', () => errors.push(String(video.error?.message)));
    const status = async () => (await fetch('/status/${jobId}', { headers: { accept: 'application/json' } })).json();
    const until = async (isDone) => { while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 20)); };
    await (async () => { ${load} })();
    await until(() => video.readyState >= 2 || errors.length > 0);
    const firstTime = video.currentTime;
    void video.play();
    await until(() => video.currentTime > firstTime || errors.length > 0);
    const stateAtStart = (await status()).state;
    for (let job = await status(); job.state === 'processing'; job = await status())
      await new Promise((resolve) => setTimeout(resolve, 200));
    await until(() => Number.isFinite(video.duration) && video.buffered.length > 0 && video.buffered.end(0) > ${String(seconds)} - 0.1 || errors.length > 0);
    video.currentTime = video.duration - 1;
    await until(() => video.ended || errors.length > 0);
    return { stateAtStart, firstTime, duration: video.duration, lastTime: video.currentTime, errors };
  })()`;
  return playedSchema.parse(await page.evaluate(script));
}

function expectWhole(found: z.infer<typeof playedSchema>): void {
  expect(found.errors).toEqual([]);
  expect(found.stateAtStart).toBe('processing');
  expect(found.firstTime).toBeLessThan(0.1);
  expect(Math.abs(found.duration - seconds)).toBeLessThan(0.05);
  expect(Math.abs(found.lastTime - seconds)).toBeLessThan(0.05);
}

onThePage('Chromium', ({ visit }) => {
  test('plays the playlist with hls.js while the video is rendered, and to its end', async () => {
    const page = await visit();
    await page.evaluate(await readFile(createRequire(import.meta.url).resolve('hls.js'), 'utf8'));
    const jobId = await requestStream(page);
    const load = `
      const load = () => new Promise((resolve, reject) => {
        const hls = new Hls({ enableWorker: false, maxBufferLength: 600 });
        hls.on(Hls.Events.ERROR, (_, { fatal, details }) => { if (fatal) { hls.destroy(); reject(new Error(details)); } });
        hls.on(Hls.Events.FRAG_BUFFERED, () => resolve());
        hls.loadSource('/status/${jobId}/stream.m3u8');
        hls.attachMedia(video);
      });
      for (;;) { try { await load(); break; } catch (error) { if (!/manifestLoad/.test(error.message)) throw error; } }`;
    expectWhole(await played(page, jobId, load));
  });

  test('plays live.mp4 by Media Source Extensions while the video is rendered, and to its end', async () => {
    const page = await visit();
    const jobId = await requestStream(page);
    const load = `
      let response;
      do { response = await fetch('/status/${jobId}/live.mp4'); } while (response.status === 404);
      const source = new MediaSource();
      video.src = URL.createObjectURL(source);
      await new Promise((resolve) => source.addEventListener('sourceopen', resolve, { once: true }));
      const buffer = source.addSourceBuffer('video/mp4; codecs="avc1.640028, mp4a.40.2"');
      const append = (bytes) => new Promise((resolve, reject) => {
        buffer.addEventListener('updateend', resolve, { once: true });
        buffer.addEventListener('error', () => reject(new Error('append')), { once: true });
        buffer.appendBuffer(bytes);
      });
      void (async () => {
        const reader = response.body.getReader();
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          await append(value);
        }
        source.endOfStream();
      })().catch((error) => errors.push(error.message));`;
    expectWhole(await played(page, jobId, load));
  });
});
