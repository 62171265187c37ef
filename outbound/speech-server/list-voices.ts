import { z } from 'zod';
import { voiceIdPattern } from '../../domain/voice-id.js';
import { groupedVoices } from './grouped-voices.js';
import { requestJson, type SpeechServer } from './speech-server.js';

/** A voice that a server lists. */
interface ListedVoice {
  readonly id: string;
  /** BCP 47, if the list or the form of the id says it. */
  readonly language: string | undefined;
}

export interface VoiceList {
  readonly voices: readonly ListedVoice[];
  /** Whether the server has no other voices: some list only their first hundred. */
  readonly isWhole: boolean;
}

const maxBytes = 4 * 1024 * 1024;
const maxVoices = 2000;
const timeoutMs = 5000;
/** Most servers have the first; openai-edge-tts has the second. */
const paths = ['audio/voices', 'voices'];

const text = z.string().optional().catch(undefined);
const objectVoice = z.looseObject({
  id: text,
  voice_id: text,
  ShortName: text,
  name: text,
  language: text,
  locale: text,
  lang: text,
  language_code: text,
  Locale: text,
});
type Names = z.infer<typeof objectVoice>;
const voice = z.union([z.string(), objectVoice]);
const voices = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]);
const list = z.union([
  z.array(z.unknown()),
  z.looseObject({ voices }),
  z.looseObject({ data: voices }),
  z.looseObject({ models: voices }),
  z.record(z.string(), z.array(z.unknown())),
]);
const continued = z.looseObject({
  total: z.number().optional().catch(undefined),
  has_more: z.boolean().optional().catch(undefined),
});

/**
 * Lists the voices of a server, in whichever of the usual shapes it does.
 * @returns undefined if the server has no list, or does not answer
 */
export async function listVoices(server: SpeechServer, signal: AbortSignal): Promise<VoiceList | undefined> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  for (const path of paths) {
    try {
      const found = await requestList(path, server, until);
      if (found && found.voices.length > 0) return found;
    } catch {
      signal.throwIfAborted();
      if (until.aborted) return undefined;
    }
  }
  return undefined;
}

async function requestList(
  path: string,
  server: SpeechServer,
  signal: AbortSignal,
): Promise<VoiceList | undefined> {
  // Servers of several models list the voices of one.
  const model = encodeURIComponent(server.SPEECH_MODEL);
  const response = await requestJson(server, `${path}?model=${model}`, signal);
  try {
    if (response.statusCode !== 200) return undefined;
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) continue;
      bytes += chunk.length;
      if (bytes > maxBytes) return undefined;
      chunks.push(chunk);
    }
    return readVoices(JSON.parse(Buffer.concat(chunks).toString('utf8')), server.SPEECH_MODEL);
  } finally {
    response.destroy();
  }
}

/**
 * Reads a list of voices: names or objects, in a list, or under `voices` or `data`, or by id; also grouped by model.
 * @param model whose voices are wanted, if the list has several
 */
export function readVoices(document: unknown, model = ''): VoiceList {
  const parsed = list.safeParse(document);
  if (!parsed.success) return { voices: [], isWhole: true };
  const { data } = parsed;
  const entries = entriesOf(data);
  const items = groupedVoices(entries, model) ?? ungrouped(entries);
  const found = items.flatMap((item) => listedVoice(item) ?? []);
  const named = [...new Map(found.map((each) => [each.id, each])).values()];
  const { total = 0, has_more: hasMore = false } = continued.safeParse(document).data ?? {};
  const isWhole = named.length <= maxVoices && items.length >= total && !hasMore;
  return { voices: named.slice(0, maxVoices), isWhole };
}

function entriesOf(data: z.infer<typeof list>): unknown {
  if (Array.isArray(data)) return data;
  const { voices: listed, data: inner, models } = data;
  return listed ?? inner ?? models ?? data;
}

function ungrouped(entries: unknown): readonly unknown[] {
  if (Array.isArray(entries)) return entries;
  const byId = z.record(z.string(), z.unknown()).safeParse(entries).data ?? {};
  return Object.entries(byId).map(([id, entry]) =>
    typeof entry === 'object' && entry !== null ? { id, ...entry } : id,
  );
}

function listedVoice(item: unknown): ListedVoice | undefined {
  const parsed = voice.safeParse(item);
  if (!parsed.success) return undefined;
  const given = typeof parsed.data === 'string' ? { id: parsed.data } : parsed.data;
  const { id: own, voice_id: voiceId, ShortName: shortName, name }: Names = given;
  const id = own ?? voiceId ?? shortName ?? name;
  if (id === undefined || !voiceIdPattern.test(id)) return undefined;
  const { language, locale, lang, language_code: code, Locale }: Names = given;
  // Some have a name, such as "English (United States)", beside the tag.
  const tags = [language, locale, lang, code, Locale].map((tag) => tag?.replaceAll('_', '-') ?? '');
  return { id, language: tags.find(isTag) ?? languageOfId(id) };
}

function isTag(tag: string): boolean {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag);
}

/** The first letter of Kokoro's ids: `af_heart` is American and female. */
const kokoroLanguages: Readonly<Record<string, string>> = {
  a: 'en-US',
  b: 'en-GB',
  e: 'es-ES',
  f: 'fr-FR',
  h: 'hi-IN',
  i: 'it-IT',
  j: 'ja-JP',
  p: 'pt-BR',
  z: 'zh-CN',
};

/** The language that an id names: `en_US-amy-medium`, `de-DE-KatjaNeural`, `af_heart`. */
export function languageOfId(id: string): string | undefined {
  const tag = /^([a-z]{2,3})[-_]([A-Z]{2})(?![A-Za-z0-9])/.exec(id);
  if (tag) return `${tag[1] ?? ''}-${tag[2] ?? ''}`;
  const letter = /^([a-z])[fm]_/.exec(id)?.[1];
  return letter === undefined ? undefined : kokoroLanguages[letter];
}
