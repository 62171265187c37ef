import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { AvatarClient, type RenderInput } from '../client/client.js';
import { createLogger } from '../config/logger.js';
import { readSettings } from '../config/settings.js';
import { freePort } from '../events/local/free-port.js';
import { startLocalService } from '../events/local/local-service.js';
import { boxesOf } from '../function/render/media/box-stream.js';
import { leastAhead, loadHls, type ArrivedFragment } from './hls-player.js';
import { median } from '../function/render/numeric/median.js';

/** Medians over several renders of a warm service, as a viewer sees them. */
export interface FirstPicture {
  readonly voiceSeconds: number;
  readonly live: Viewed;
  readonly hls: Viewed;
  /** From the request to the end of the stream, as `live.mp4`. */
  readonly wholeSeconds: number;
  /** The same job without `stream`, from the request to the finished video. */
  readonly unstreamedSeconds: number;
  /** The median of the ratios of a streamed job and the one without `stream` next to it. */
  readonly streamedShare: number;
  /** CPU time of the function and of its programs for a second of video, streamed. */
  readonly cpuPerVideoSecond: number;
  readonly unstreamedCpuPerVideoSecond: number;
}

/** What a viewer of one form of the stream sees. */
interface Viewed {
  /** From the request to the first fragment. */
  readonly firstPictureSeconds: number;
  /** From the request to the fragment with which a second of video is there. */
  readonly firstSecondSeconds: number;
  /** Video that is left at the worst moment, when it is played from its first second on. */
  readonly leastAheadSeconds: number;
}

/** The bundled portrait, 768 × 768, with all motion: what the page asks for. */
const avatarId = 'alice';
const motion = 'alive';

/**
 * Measures how soon a video can be watched, and what it costs. Jobs that are watched in either form, and
 * jobs without `stream`, take turns, so that all see the same load; the first of each is not counted.
 */
export async function firstPicture(
  spoken: { readonly voiceFile: string } | { readonly text: string },
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
    const portrait = { avatarId, motion, seed: 'bench' } as const;
    const request: RenderInput =
      'text' in spoken
        ? { ...portrait, text: spoken.text }
        : { ...portrait, voice: new Blob([await readFile(spoken.voiceFile)]) };
    const renders: Record<Form, Measured[]> = { live: [], none: [], hls: [] };
    for (let round = -1; round < rounds; round++) {
      for (const form of ['live', 'none', 'hls'] as const) {
        const before = await cpuSeconds(metricsPort);
        const seen = await watch(client, request, form);
        const cpu = (await cpuSeconds(metricsPort)) - before;
        if (round >= 0) renders[form].push({ ...seen, cpu });
      }
    }
    const of = (form: Form, pick: (render: Measured) => number) => median(renders[form].map(pick));
    const viewed = (form: Form): Viewed => ({
      firstPictureSeconds: of(form, ({ fragments: [first] }) => first?.arrived ?? NaN),
      firstSecondSeconds: of(form, ({ fragments }) => firstSecond(fragments)),
      leastAheadSeconds: of(form, ({ fragments }) => leastAhead(fragments)),
    });
    return {
      voiceSeconds: of('live', ({ seconds }) => seconds),
      live: viewed('live'),
      hls: viewed('hls'),
      wholeSeconds: of('live', ({ whole }) => whole),
      unstreamedSeconds: of('none', ({ whole }) => whole),
      streamedShare: median(renders.live.map(({ whole }, i) => whole / (renders.none[i]?.whole ?? NaN))),
      cpuPerVideoSecond: of('live', ({ cpu, seconds }) => cpu / seconds),
      unstreamedCpuPerVideoSecond: of('none', ({ cpu, seconds }) => cpu / seconds),
    };
  } finally {
    await service.close();
  }
}

/** How a job is watched; `none` is a job without `stream`. */
type Form = 'live' | 'hls' | 'none';

interface Watched {
  readonly fragments: readonly ArrivedFragment[];
  /** When the job had ended, in seconds since the request. */
  readonly whole: number;
  /** Length of the video. */
  readonly seconds: number;
}

async function watch(client: AvatarClient, request: RenderInput, form: Form): Promise<Watched> {
  const startMs = performance.now();
  const now = () => (performance.now() - startMs) / 1000;
  const { jobId } = await client.render({ ...request, stream: form !== 'none' });
  const arrived: number[] = [];
  let fragments: ArrivedFragment[] = [];
  if (form === 'live')
    for await (const { name } of boxesOf(client.stream(jobId))) if (name === 'mdat') arrived.push(now());
  if (form === 'hls') fragments = await loadHls(client.streamUrl(jobId), now);
  const { result } = await client.wait(jobId);
  const whole = now();
  if (form === 'live') {
    // Only the playlist says how long the fragments are.
    const listed = await loadHls(client.streamUrl(jobId), now);
    fragments = listed.map(({ duration }, i) => ({ duration, arrived: arrived[i] ?? NaN }));
  }
  return { fragments, whole, seconds: result?.durationSeconds ?? NaN };
}

function firstSecond(fragments: readonly ArrivedFragment[]): number {
  let seconds = 0;
  for (const { arrived, duration } of fragments) {
    seconds += duration;
    if (seconds >= 1) return arrived;
  }
  return NaN;
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
