/** A voice that can speak a text. */
export interface SpeechVoice {
  readonly id: string;
  /** BCP 47; undefined if a speech server does not say. */
  readonly language: string | undefined;
  readonly engine: 'embedded' | 'server';
}

/** The voices of Flite, which is part of the function. */
export const embeddedVoices: readonly SpeechVoice[] = [
  { id: 'slt', language: 'en-US', engine: 'embedded' },
  { id: 'rms', language: 'en-US', engine: 'embedded' },
  { id: 'awb', language: 'en-GB', engine: 'embedded' },
  { id: 'kal', language: 'en-US', engine: 'embedded' },
];
