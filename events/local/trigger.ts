import type { CloudEvent } from 'cloudevents';

/** Who gets which events, and what happens when he does not take them; as Knative's Trigger has it. */
export interface Trigger {
  readonly name: string;
  readonly types: readonly string[];
  readonly subscriber: URL;
  /** Deliveries under way at once. */
  readonly parallelism: number;
  /** Deliveries after the first. */
  readonly retry: number;
  /** The n-th retry comes `backoffMs · 2^n` after the one before. */
  readonly backoffMs: number;
  readonly timeoutMs: number;
  readonly deadLetterSink?: URL;
  /** Holds deliveries back until the subscriber is there, as Knative's activator does. */
  readonly ready?: () => Promise<void>;
}

export function matches({ types }: Trigger, { type }: CloudEvent<unknown>): boolean {
  return types.includes(type);
}
