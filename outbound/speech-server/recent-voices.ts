import { listVoices, type VoiceList } from './list-voices.js';
import type { SpeechServer } from './speech-server.js';

const freshMs = 60_000;
/** A server that does not answer for a moment keeps its voices, so that a repeated job sounds the same. */
const keptMs = 3600_000;
const maxServers = 100;

interface KeptList {
  readonly list: VoiceList;
  readonly atMs: number;
}

const kept = new Map<string, KeptList>();

/**
 * Lists the voices of a server, from a list that is at most a minute old.
 * @param nowMs a steady clock
 * @returns undefined if the server has no list, or does not answer and did not in the last hour
 */
export async function recentVoices(
  server: SpeechServer,
  signal: AbortSignal,
  nowMs = performance.now(),
): Promise<VoiceList | undefined> {
  const key = JSON.stringify([server.SPEECH_URL, server.SPEECH_MODEL, server.SPEECH_API_KEY]);
  const known = kept.get(key);
  if (known && nowMs - known.atMs < freshMs) return known.list;
  const list = await listVoices(server, signal);
  if (!list) return known && nowMs - known.atMs < keptMs ? known.list : undefined;
  if (kept.size >= maxServers) kept.clear();
  kept.set(key, { list, atMs: nowMs });
  return list;
}
