import { createReadStream } from 'node:fs';
import path from 'node:path';
import { taskOutcome, type Envelope, type ServiceEvent } from '../../events/contract/events.js';
import { taskKeys } from '../../events/status/task.js';
import type { FunctionContext } from '../context.js';
import { withScratchDir } from '../../storage/files/scratch-dir.js';
import { synthesize } from '../render/speech/synthesize.js';
import { interactiveSpeechTools } from './interactive-speech-tools.js';

/**
 * Speaks a text for a client that listens to it before a render. It does not need the engine, and
 * does not wait for it.
 * @throws RenderError `text_*`, `language_unsupported`, `speech_*`
 */
export async function speakPreview(
  { data }: ServiceEvent<'speech.requested'>,
  { store, renderer }: Pick<FunctionContext, 'store' | 'renderer'>,
  envelope: Envelope,
  signal: AbortSignal,
): Promise<ServiceEvent<'speech.completed'>> {
  const { requestId } = data;
  await withScratchDir(async (scratch) => {
    const file = path.join(scratch, 'speech.wav');
    await synthesize(data, interactiveSpeechTools(renderer), file, signal);
    const options = { contentType: 'audio/wav', signal };
    await store.put(taskKeys.speech(requestId), createReadStream(file), options);
  });
  return taskOutcome('speech.completed', { requestId }, envelope);
}
