/** Something that happens between two times, in seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds what happens at a time, in events that are ordered and do not overlap.
 * @returns a function of seconds, which must not decrease from call to call
 */
export function eventCursor<T extends Span>(events: readonly T[]): (seconds: number) => T | undefined {
  let next = 0;
  return (seconds) => {
    for (let event = events[next]; event && event.end < seconds; event = events[next]) next++;
    const event = events[next];
    return event && event.start <= seconds ? event : undefined;
  };
}
