/** A time span, in seconds. */
export interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the event at a time. The events are ordered and do not overlap.
 * @returns a function of seconds; its argument must not decrease from call to call
 */
export function eventCursor<T extends TimeSpan>(events: readonly T[]): (seconds: number) => T | undefined {
  let next = 0;
  return (seconds) => {
    for (let event = events[next]; event && event.end < seconds; event = events[next]) next++;
    const event = events[next];
    return event && event.start <= seconds ? event : undefined;
  };
}
