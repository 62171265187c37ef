import { texts } from '../texts/texts.js';

/** A recording that ships with the service, under `/voices/`. */
export interface Sample {
  readonly file: string;
  readonly title: string;
  readonly words: string;
}

export const samples: readonly Sample[] = [
  { file: 'hello.flac', ...texts.samples.hello },
  { file: 'evening.flac', ...texts.samples.evening },
  { file: 'count.flac', ...texts.samples.count },
];
