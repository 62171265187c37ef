import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { AvatarClient, type RenderInput } from '../client/client.js';
import { createLogger } from '../config/logger.js';
import { readSettings } from '../config/settings.js';
import { freePort } from '../events/local/free-port.js';
import { startLocalService } from '../events/local/local-service.js';
import { boxesOf } from '../function/render/media/box-stream.js';
import { median } from '../function/render/numeric/median.js';

/** Medians over several renders of a warm service, as a viewer of `live.mp4` sees them. */
export interface FirstPicture {
  readonly voiceSeconds: number;
  /** From the request to the first fragment. */
  readonly firstPictureSeconds: number;
  /** From the request to the second fragment, with which a second of video is there. */
  readonly firstSecondSeconds: number;
  /** From the request to the end of the stream. */
  readonly wholeSeconds: number;
  /** The same job without `stream`, from the request to the finished video. */
  readonly unstreamedSeconds: number;
  /** CPU time of the function and of its programs for a second of video, streamed. */
  readonly cpuPerVideoSecond: number;
  readonly unstreamedCpuPerVideoSecond: number;
}

/** The bundled portrait, 768 × 768, with all motion: what the page asks for. */
const avatarId = 'alice';
const motion = 'alive';

/**
 * Measures how soon a video can be watched, and what it costs. Streamed and other renders take turns, so that both
 * see the same load; the first of each is not counted.
 */
export async function firstPicture(
  voice: string,
  voiceSeconds: number,
  scratch: string,
  { rounds, threads }: { rounds: number; threads: number },
): Promise<FirstPicture> {
  const metricsPort = await freePort();
  const environment = {
    PORT: '0',
    STORE: pathToFileURL(path.join(scratch, 'streamed')).href,
    CACHE_DIR: path.join(scratch, 'streamed-cache'),
    THREADS: String(threads),
    LOG_LEVEL: 'error',
    METRICS_PORT: String(metricsPort),
  };
  const settings = readSettings({ ...process.env, ...environment });
  const log = createLogger('local', { LOG_LEVEL: 'error' });
  const service = await startLocalService(settings, environment, log);
  const client = new AvatarClient({ baseUrl: service.url });
  try {
    await service.functionProcess.ready();
    const sound = new Blob([await readFile(voice)]);
    const request: RenderInput & { voice: Blob } = { avatarId, motion, seed: 'bench', voice: sound };
    const streamed: Measured[] = [];
    const others: Measured[] = [];
    for (let round = -1; round < rounds; round++) {
      for (const [renders, stream] of [
        [streamed, true],
        [others, false],
      ] as const) {
        const before = await cpuSeconds(metricsPort);
        const seen = await watch(client, request, stream);
        const cpu = (await cpuSeconds(metricsPort)) - before;
        if (round >= 0) renders.push({ ...seen, cpu });
      }
    }
    const of = (renders: readonly Measured[], pick: (render: Measured) => number) =>
      median(renders.map(pick));
    return {
      voiceSeconds,
      firstPictureSeconds: of(streamed, ({ fragments: [first = NaN] }) => first),
      firstSecondSeconds: of(streamed, ({ fragments: [, second = NaN] }) => second),
      wholeSeconds: of(streamed, ({ whole }) => whole),
      unstreamedSeconds: of(others, ({ whole }) => whole),
      cpuPerVideoSecond: of(streamed, ({ cpu }) => cpu / voiceSeconds),
      unstreamedCpuPerVideoSecond: of(others, ({ cpu }) => cpu / voiceSeconds),
    };
  } finally {
    await service.close();
  }
}

/** Seconds since the request. */
interface Watched {
  /** When each fragment was there. */
  readonly fragments: readonly number[];
  /** When the job had ended. */
  readonly whole: number;
}

async function watch(client: AvatarClient, request: RenderInput, stream: boolean): Promise<Watched> {
  const startMs = performance.now();
  const seconds = () => (performance.now() - startMs) / 1000;
  const { jobId } = await client.render({ ...request, stream });
  const fragments: number[] = [];
  if (stream)
    for await (const { name } of boxesOf(client.stream(jobId)))
      if (name === 'mdat') fragments.push(seconds());
  await client.wait(jobId);
  return { fragments, whole: seconds() };
}

interface Measured extends Watched {
  /** CPU seconds. */
  readonly cpu: number;
}

/** CPU time of all renders so far, as the function counts it. */
async function cpuSeconds(metricsPort: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`)).text();
  return Number(/^avatar_render_cpu_seconds_total (\S+)$/m.exec(text)?.[1] ?? NaN);
}
