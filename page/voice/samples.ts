/** A recording that ships with the service, under `/voices/`. */
export interface Sample {
  readonly file: string;
  readonly title: string;
  readonly words: string;
}

export const samples: readonly Sample[] = [
  { file: 'hello.flac', title: 'Hello', words: 'A greeting, in six seconds' },
  { file: 'evening.flac', title: 'Evening', words: 'Good evening. Tonight I speak with a borrowed voice.' },
  { file: 'count.flac', title: 'Count', words: 'One, two, three, four, five. And now, a pause. Six.' },
];
