import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudEvent } from 'cloudevents';
import type { Logger } from '../../config/logger.js';
import { deliver, post } from './deliver.js';
import { matches, type Trigger } from './trigger.js';

const deadLetterTries = 5;
const deadLetterPauseMs = 1000;
const deadLetterTimeoutMs = 10_000;

/**
 * An in-process broker for one machine. It keeps events in memory, delivers each to the triggers for
 * its type, accepts replies as new events, and passes undelivered events to the dead-letter sink. The
 * sweep sends again what is lost with the process.
 */
export class LocalBroker {
  readonly #triggers: readonly Trigger[];
  readonly #log: Logger;
  readonly #end = new AbortController();
  readonly #queues = new Map<Trigger, CloudEvent<unknown>[]>();
  readonly #underWay = new Map<Trigger, Set<Promise<void>>>();

  constructor(triggers: readonly Trigger[], log: Logger) {
    this.#triggers = triggers;
    this.#log = log;
    for (const trigger of triggers) {
      this.#queues.set(trigger, []);
      this.#underWay.set(trigger, new Set());
    }
  }

  /** Accepts an event. An event that is already waiting is not queued again. */
  publish(event: CloudEvent<unknown>): void {
    for (const trigger of this.#triggers.filter((each) => matches(each, event))) {
      const queue = this.#queues.get(trigger);
      if (queue?.some((waiting) => waiting.id === event.id && waiting.source === event.source)) continue;
      queue?.push(event);
      this.#advance(trigger);
    }
  }

  /** Stops all deliveries and waits until they have stopped. */
  async close(): Promise<void> {
    this.#end.abort();
    await Promise.allSettled([...this.#underWay.values()].flatMap((deliveries) => [...deliveries]));
  }

  #advance(trigger: Trigger): void {
    const queue = this.#queues.get(trigger) ?? [];
    const underWay = this.#underWay.get(trigger) ?? new Set();
    while (underWay.size < trigger.parallelism && !this.#end.signal.aborted) {
      const event = queue.shift();
      if (!event) return;
      const delivery = this.#handle(event, trigger)
        .catch((error: unknown) => {
          if (!this.#end.signal.aborted)
            this.#log.error({ event: 'event.lost', err: error, eventId: event.id }, 'An event was lost');
        })
        .finally(() => {
          underWay.delete(delivery);
          this.#advance(trigger);
        });
      underWay.add(delivery);
    }
  }

  async #handle(event: CloudEvent<unknown>, trigger: Trigger): Promise<void> {
    const delivery = await deliver(event, trigger, this.#end.signal);
    if (delivery.accepted) {
      if (delivery.reply) this.publish(delivery.reply);
      return;
    }
    const { destination, status } = delivery;
    this.#log.warn(
      { event: 'event.undelivered', trigger: trigger.name, eventId: event.id, status },
      'An event was not delivered',
    );
    if (!trigger.deadLetterSink) return;
    const deadLetter = event.cloneWith({
      knativeerrordest: destination.href,
      ...(status === undefined ? {} : { knativeerrorcode: status }),
    });
    for (let attempt = 0; attempt < deadLetterTries; attempt++) {
      if (attempt > 0) await sleep(deadLetterPauseMs, undefined, { signal: this.#end.signal });
      const answer = await post(deadLetter, trigger.deadLetterSink, deadLetterTimeoutMs, this.#end.signal);
      if (answer.accepted) return;
    }
    this.#log.error(
      { event: 'dead_letter.lost', trigger: trigger.name, eventId: event.id },
      'A dead letter was not delivered',
    );
  }
}
