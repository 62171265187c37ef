import { setTimeout as sleep } from 'node:timers/promises';

/** A fragment that a viewer has. */
export interface ArrivedFragment {
  /** Seconds since the request. */
  readonly arrived: number;
  /** Seconds of video. */
  readonly duration: number;
}

/**
 * Loads a stream as players do: the playlists, the initialization segment, each fragment as soon as it is named, and
 * the playlist again after its target duration, or half of it if nothing was new (RFC 8216, § 6.3.4).
 * @param now seconds since the request
 */
export async function loadHls(address: string, now: () => number): Promise<ArrivedFragment[]> {
  const [media = ''] = namesIn(await patientText(address));
  const list = new URL(media, address);
  const loaded: ArrivedFragment[] = [];
  for (;;) {
    const loadStart = now();
    const text = await patientText(list);
    const [targetSeconds = 1] = numbersOf(text, 'EXT-X-TARGETDURATION');
    const durations = numbersOf(text, 'EXTINF');
    const names = namesIn(text);
    const isNew = names.length > loaded.length;
    if (loaded.length === 0) await load(new URL('init.mp4', list));
    for (const name of names.slice(loaded.length)) {
      await load(new URL(name, list));
      loaded.push({ arrived: now(), duration: durations[loaded.length] ?? 0 });
    }
    if (text.includes('#EXT-X-ENDLIST')) return loaded;
    const waitSeconds = (isNew ? targetSeconds : targetSeconds / 2) - (now() - loadStart);
    await sleep(Math.max(0, 1000 * waitSeconds));
  }
}

/**
 * How much video a viewer has left at the worst moment, if it plays from its first second on.
 * @returns seconds; negative if it has to wait
 */
export function leastAhead(fragments: readonly ArrivedFragment[]): number {
  let buffered = 0;
  let playedFrom = NaN;
  let least = Infinity;
  for (const { arrived, duration } of fragments) {
    if (!Number.isNaN(playedFrom)) least = Math.min(least, buffered - (arrived - playedFrom));
    buffered += duration;
    if (buffered >= 1 && Number.isNaN(playedFrom)) playedFrom = arrived;
  }
  return least;
}

function namesIn(playlist: string): string[] {
  return playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

function numbersOf(playlist: string, tag: string): number[] {
  return [...playlist.matchAll(new RegExp(`^#${tag}:([\\d.]+)`, 'gm'))].map(([, value]) => Number(value));
}

async function patientText(address: string | URL): Promise<string> {
  for (;;) {
    const response = await fetch(address);
    if (response.ok) return response.text();
    await response.text();
    if (response.status !== 404)
      throw new Error(`${String(address)} was answered with ${String(response.status)}`);
  }
}

async function load(address: URL): Promise<void> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${String(address)} was answered with ${String(response.status)}`);
  await response.arrayBuffer();
}
