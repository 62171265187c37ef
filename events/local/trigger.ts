import type { CloudEvent } from 'cloudevents';

/** A subscription to events, with its delivery options, like a Knative Trigger. */
export interface Trigger {
  readonly name: string;
  readonly types: readonly string[];
  readonly subscriber: URL;
  /** Maximum number of concurrent deliveries. */
  readonly parallelism: number;
  /** Deliveries after the first one. */
  readonly retry: number;
  /** The n-th retry comes `backoffMs · 2^n` after the previous one. */
  readonly backoffMs: number;
  readonly timeoutMs: number;
  readonly deadLetterSink?: URL;
  /** Holds deliveries back until the subscriber is ready, like Knative's activator. */
  readonly ready?: () => Promise<void>;
}

export function matches({ types }: Trigger, { type }: CloudEvent<unknown>): boolean {
  return types.includes(type);
}
