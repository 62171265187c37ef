/** The order of day and month in dates such as 3/4/2025. */
export type DateOrder = 'month-first' | 'day-first';

/** What surrounds a place in a sentence. */
export interface Surroundings {
  /** The text before the place, back to the start of the sentence. */
  readonly before: string;
  /** The text after what was read. */
  readonly after: string;
  readonly dateOrder: DateOrder;
}

/** Reads one kind of expression, such as times of day, where it begins. */
export interface Reader {
  /** Sticky. */
  readonly pattern: RegExp;
  /** Returns the spoken words, or nothing if this is not such an expression. */
  readonly say: (match: RegExpExecArray, around: Surroundings) => string | undefined;
}

/**
 * Makes a reader of a pattern, which matches only where the reader is asked.
 * @param source of a regular expression that takes linear time
 */
export function reader(source: string, say: Reader['say'], flags = ''): Reader {
  return { pattern: new RegExp(source, `yu${flags}`), say };
}

/** Where an expression must end: no letter or digit follows. */
export const end = String.raw`(?![\p{L}\p{N}])`;

/** Whether an expression is used like an adjective, as in "a 10 kg bag", and so in the singular. */
export function isAdjective({ before, after }: Surroundings): boolean {
  const article =
    /(?:^|\s)(?:an?|the|this|that|my|your|his|her|our|their)\s(?:[\d.,]{1,9}['’′"”″]?\s?[x×]\s?)?$/i.test(
      before.slice(-24),
    );
  const [, next] = /^[\s-]([\p{Ll}×]+|\p{Lu}{2,})/u.exec(after.slice(0, 24)) ?? [];
  return article && next !== undefined && !linkingWords.has(next);
}

const linkingWords = new Set(
  'and or of in on at to for from by with is are was were but as than that per when if so it will would can could each more less a the'.split(
    ' ',
  ),
);
