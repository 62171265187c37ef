import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Store } from '../../storage/store.js';
import { captionsVtt } from '../render/speech/captions.js';
import { synthesize, type SpeechRequest, type SpeechTools } from '../render/speech/synthesize.js';
import type { VoiceSource } from '../render/voice/voice.js';

/** Where the store keeps what was spoken. */
export interface SpeechKeys {
  readonly speech: string;
  readonly captions: string;
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
): VoiceSource {
  return {
    async speak(file, signal) {
      const spoken = await store.get(keys.speech);
      if (spoken) {
        await pipeline(spoken.body, createWriteStream(file), { signal });
        return;
      }
      const times = await synthesize(request, tools, file, signal);
      // The speech comes last: where it exists, its captions do.
      const captions = Buffer.from(captionsVtt(times));
      await store.put(keys.captions, captions, { contentType: 'text/vtt', signal });
      await store.put(keys.speech, createReadStream(file), { contentType: 'audio/wav', signal });
    },
  };
}
