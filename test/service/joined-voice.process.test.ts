import { expect, test } from 'vitest';
import { jobSchema } from '../../events/adapter/jobs/job-document.js';
import { acceptedJob } from '../fixtures/accepted-job.js';
import { startLocal } from '../fixtures/local-process.js';
import { formRender } from '../fixtures/render-request.js';
import { functionEnvironment } from '../fixtures/service-function.js';
import { syllables, tone } from '../fixtures/signals.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { encodedVoice } from '../fixtures/voice-files.js';
import { waveFile } from '../fixtures/wave-file.js';

const samples = syllables(3.5 * 16_000);

test.each([
  ['24 kHz, then 44.1 kHz', ['-ar', '24000'], ['-ar', '44100']],
  ['mono, then stereo', ['-ac', '1'], ['-ac', '2']],
] as const)(
  'a joined MP3 (%s) is rendered whole and once, and the next job waits for that render only',
  async (_, first, second) => {
    const service = await startLocal({
      ...(await functionEnvironment(await temporaryFolder())),
      PORT: '0',
    });
    const submit = async (voice: Uint8Array) => {
      const request = formRender({ voice: Uint8Array.from(voice) });
      return acceptedJob(await fetch(new URL('/render', service.url), request));
    };
    const both = [await encodedVoice('a.mp3', first, samples), await encodedVoice('b.mp3', second, samples)];
    const joined = await submit(Buffer.concat(both));
    const short = await submit(waveFile(tone(1.5, 200)));

    const ended = async (jobId: string) => {
      const url = new URL(`/status/${jobId}?wait=100`, service.url);
      return jobSchema.parse(await (await fetch(url, { headers: { accept: 'application/json' } })).json());
    };
    const [whole, other] = [await ended(joined), await ended(short)];
    // Two MP3s of 3.5 s, each padded to whole frames by its encoder.
    expect(whole).toMatchObject({ state: 'completed' });
    const { frames = 0, durationSeconds = 0 } = whole.result ?? {};
    expect(Math.abs(durationSeconds - 7)).toBeLessThan(0.2);
    expect(frames).toBe(Math.ceil(Number(durationSeconds.toFixed(3)) * 25));
    expect(other).toMatchObject({ state: 'completed', result: { frames: 38 } });

    const renders = service.log.of('render.started').map(({ jobId, attempt }) => [jobId, attempt]);
    expect(renders).toEqual([
      [joined, 1],
      [short, 1],
    ]);
  },
  120_000,
);
