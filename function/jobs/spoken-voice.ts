import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Store } from '../../storage/store.js';
import { captionsVtt } from '../render/speech/captions.js';
import type { TextWarningCode } from '../../domain/text-warnings.js';
import { planSpeech, synthesize, type SpeechRequest, type SpeechTools } from '../render/speech/synthesize.js';
import type { VoiceSource } from '../render/voice/voice.js';

/** Where the store keeps what was spoken. */
export interface SpeechKeys {
  readonly speech: string;
  readonly captions: string;
}

/** A voice that speaks, and what it did not speak as it was written. */
export interface SpokenVoice {
  readonly source: VoiceSource;
  /** Complete when the voice has been loaded. */
  readonly warnings: readonly TextWarningCode[];
}

/**
 * A voice that speaks a text. The speech and its captions are kept in the store, so that clients can
 * have them, and a job that is delivered again does not speak twice.
 */
export function spokenVoice(
  request: SpeechRequest,
  keys: SpeechKeys,
  tools: SpeechTools,
  store: Pick<Store, 'get' | 'put'>,
): SpokenVoice {
  const warnings: TextWarningCode[] = [];
  const source: VoiceSource = {
    async speak(file, signal) {
      const spoken = await store.get(keys.speech);
      if (spoken) {
        await pipeline(spoken.body, createWriteStream(file), { signal });
        // A server that does not list its voices now must not fail a job that has its speech.
        const plan = await planSpeech(request, tools.settings, signal).catch(() => undefined);
        warnings.push(...(plan?.warnings ?? []));
        return;
      }
      const { times, warnings: found } = await synthesize(request, tools, file, signal);
      warnings.push(...found);
      // The speech comes last: where it exists, its captions do.
      const captions = Buffer.from(captionsVtt(times));
      await store.put(keys.captions, captions, { contentType: 'text/vtt', signal });
      await store.put(keys.speech, createReadStream(file), { contentType: 'audio/wav', signal });
    },
  };
  return { source, warnings };
}
