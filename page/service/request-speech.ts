import type { Service } from './service.js';

const speechTimeoutMs = 120_000;

/** A text and the id of its voice; empty for the service's default. */
export interface SpokenText {
  readonly text: string;
  readonly speaker: string;
}

/** The fields of a request that speaks a text. */
export function textFields({ text, speaker }: SpokenText): Record<string, string> {
  return { text, ...(speaker === '' ? {} : { voice: speaker }) };
}

/** Requests the speech of a text, to listen to it. @returns a WAV */
export async function requestSpeech(service: Service, spoken: SpokenText): Promise<Blob> {
  const response = await service.request('/speech', {
    method: 'POST',
    signal: AbortSignal.timeout(speechTimeoutMs),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(textFields(spoken)),
  });
  return response.blob();
}
