import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudEvent } from 'cloudevents';
import pRetry from 'p-retry';
import type { Logger } from '../../config/logger.js';
import { isRetried, post } from './deliver.js';
import { matches, type Trigger } from './trigger.js';

const deadLetterRetries = { retries: 4, minTimeout: 1000, factor: 1 } as const;
const deadLetterTimeoutMs = 10_000;

/** An event on its way to a subscriber. */
interface Delivery {
  readonly event: CloudEvent<unknown>;
  /** Failed attempts so far. */
  readonly failures: number;
}

/** The deliveries of a trigger. */
interface Lane {
  readonly trigger: Trigger;
  /** Waiting for a slot, in the order in which they get one. */
  readonly queue: Delivery[];
  /** Being delivered; each occupies one of the trigger's slots. */
  readonly underWay: Set<Delivery>;
  /** Waiting for their next attempt. They occupy no slot. */
  readonly backedOff: Set<Delivery>;
}

/**
 * An in-process broker for one machine. It keeps events in memory, delivers each to the triggers for
 * its type, accepts replies as new events, and passes undelivered events to the dead-letter sink. The
 * sweep sends again what is lost with the process.
 */
export class LocalBroker {
  readonly #lanes: readonly Lane[];
  readonly #log: Logger;
  readonly #end = new AbortController();
  readonly #tasks = new Set<Promise<void>>();

  constructor(triggers: readonly Trigger[], log: Logger) {
    this.#log = log;
    this.#lanes = triggers.map((trigger) => {
      return { trigger, queue: [], underWay: new Set(), backedOff: new Set() };
    });
  }

  /** Accepts an event. An event that is already waiting is not queued again. */
  publish(event: CloudEvent<unknown>): void {
    for (const lane of this.#lanes.filter(({ trigger }) => matches(trigger, event))) {
      const waiting = [...lane.queue, ...lane.backedOff].map((delivery) => delivery.event);
      if (waiting.some(({ id, source }) => id === event.id && source === event.source)) continue;
      lane.queue.push({ event, failures: 0 });
      this.#advance(lane);
    }
  }

  /** Stops all deliveries and waits until they have stopped. */
  async close(): Promise<void> {
    this.#end.abort();
    await Promise.allSettled(this.#tasks);
  }

  /** Starts waiting deliveries as long as the trigger has slots. */
  #advance(lane: Lane): void {
    const { trigger, queue, underWay } = lane;
    while (underWay.size < trigger.parallelism && !this.#end.signal.aborted) {
      const delivery = queue.shift();
      if (!delivery) return;
      underWay.add(delivery);
      this.#run(delivery, async () => {
        try {
          await this.#attempt(delivery, lane);
        } finally {
          underWay.delete(delivery);
          this.#advance(lane);
        }
      });
    }
  }

  /** Attempts a delivery. What follows a failure happens outside of the slot. */
  async #attempt(delivery: Delivery, lane: Lane): Promise<void> {
    const { trigger } = lane;
    const { event } = delivery;
    await trigger.ready?.();
    this.#end.signal.throwIfAborted();
    const answer = await post(event, trigger.subscriber, trigger.timeoutMs, this.#end.signal);
    if (answer.accepted) {
      if (answer.reply) this.publish(answer.reply);
    } else if (delivery.failures < trigger.retry && isRetried(answer.status)) {
      this.#run(delivery, () => this.#backOff(delivery, lane));
    } else {
      this.#run(delivery, () => this.#sendDeadLetter(event, trigger, answer.status));
    }
  }

  /** Queues a delivery again after a pause that doubles with each failure. */
  async #backOff(delivery: Delivery, lane: Lane): Promise<void> {
    const { event, failures } = delivery;
    lane.backedOff.add(delivery);
    try {
      await sleep(lane.trigger.backoffMs * 2 ** failures, undefined, { signal: this.#end.signal });
    } finally {
      lane.backedOff.delete(delivery);
    }
    lane.queue.push({ event, failures: failures + 1 });
    this.#advance(lane);
  }

  async #sendDeadLetter(
    event: CloudEvent<unknown>,
    { name, subscriber, deadLetterSink }: Trigger,
    status: number | undefined,
  ): Promise<void> {
    const fields = { trigger: name, eventId: event.id };
    this.#log.warn({ event: 'event.undelivered', ...fields, status }, 'An event was not delivered');
    if (!deadLetterSink) return;
    const deadLetter = event.cloneWith({
      knativeerrordest: subscriber.href,
      ...(status === undefined ? {} : { knativeerrorcode: status }),
    });
    const { signal } = this.#end;
    const send = async () => {
      const answer = await post(deadLetter, deadLetterSink, deadLetterTimeoutMs, signal);
      if (!answer.accepted) throw new Error(`The sink answered ${String(answer.status)}.`);
    };
    await pRetry(send, { ...deadLetterRetries, signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      this.#log.error(
        { event: 'dead_letter.lost', err: error, ...fields },
        'A dead letter was not delivered',
      );
    });
  }

  /** Runs a part of a delivery, which `close` awaits. */
  #run({ event }: Delivery, work: () => Promise<void>): void {
    const task = work()
      .catch((error: unknown) => {
        if (!this.#end.signal.aborted)
          this.#log.error({ event: 'event.lost', err: error, eventId: event.id }, 'An event was lost');
      })
      .finally(() => this.#tasks.delete(task));
    this.#tasks.add(task);
  }
}
