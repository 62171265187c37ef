import { isRecord, recordIn, textIn } from '../service/read-json.js';
import { readRenderOptions } from '../service/render-options.js';
import type { ShownRequest } from './snippets.js';

const kinds = ['sample', 'text', 'file', 'link', 'microphone'] as const;

/** Reads the request of a job from the list in the browser. */
export function readRequest(value: unknown): ShownRequest | undefined {
  if (!isRecord(value)) return undefined;
  const voice = recordIn(value, 'voice') ?? {};
  const kind = kinds.find((known) => known === voice['kind']);
  const name = textIn(voice, 'name');
  const avatarId = textIn(value, 'avatarId');
  if (kind === undefined || name === undefined || avatarId === undefined) return undefined;
  const speaker = textIn(voice, 'speaker');
  return {
    avatarId,
    voice: speaker === undefined ? { kind, name } : { kind, name, speaker },
    ...readRenderOptions(value),
  };
}
