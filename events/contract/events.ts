import { CloudEvent, HTTP } from 'cloudevents';
import { formatIssues, fieldsOf } from '../../errors/format-issues.js';
import { RenderError } from '../../errors/render-error.js';
import { eventData, outcomeTypes, type EventData, type EventType, type OutcomeType } from './event-data.js';

/** A CloudEvent of the service, its data as the type says. */
export type ServiceEvent<T extends EventType = EventType> = CloudEvent<EventData<T>> & {
  readonly type: T;
  readonly data: EventData<T>;
};

/** An event that ends a job. */
export type OutcomeEvent = { [T in OutcomeType]: ServiceEvent<T> }[OutcomeType];

export const sources = { adapter: '/avatar-service/adapter', function: '/avatar-service/function' } as const;

/** What an event has besides its type and data. */
export interface Envelope {
  readonly source: (typeof sources)[keyof typeof sources];
  /** W3C trace context of the request that led here, carried through. */
  readonly traceparent?: string | undefined;
}

/** Asks for a render; an adapter's own request has an id made from the job's. */
export function renderRequested(
  data: EventData<'render.requested'> & { readonly jobId: string },
  envelope: Envelope,
): ServiceEvent<'render.requested'> {
  return serviceEvent('render.requested', `${data.jobId}.requested`, data.jobId, data, envelope);
}

/** @param number counts the signs of life of this attempt */
export function renderProgressed(
  data: EventData<'render.progressed'>,
  number: number,
  envelope: Envelope,
): ServiceEvent<'render.progressed'> {
  const id = `${data.jobId}.${String(data.attempt)}.${String(number)}`;
  return serviceEvent('render.progressed', id, data.jobId, data, envelope);
}

/**
 * An event that ends a job. Its id is the same whichever way it ends, and whoever says so: a job has
 * one outcome, and consumers drop what they have seen.
 */
export function renderOutcome<T extends OutcomeType>(
  type: T,
  data: EventData<T>,
  envelope: Envelope,
): ServiceEvent<T> {
  return serviceEvent(type, `${data.jobId}.outcome`, data.jobId, data, envelope);
}

/** The types of events that ask for something small, whose outcome is waited for. */
export type TaskKind = 'portrait' | 'preview';

/** An event that ends such a task. */
export type TaskOutcome = {
  [T in `${TaskKind}.completed` | `${TaskKind}.failed`]: ServiceEvent<T>;
}[`${TaskKind}.completed` | `${TaskKind}.failed`];

/** Asks for a portrait to be taken in, or for one frame of it. */
export function taskRequested<T extends `${TaskKind}.requested`>(
  type: T,
  data: EventData<T>,
  envelope: Envelope,
): ServiceEvent<T> {
  return serviceEvent(type, `${data.requestId}.requested`, data.requestId, data, envelope);
}

/** Ends a task; like a job's, its outcome has one id. */
export function taskOutcome<T extends TaskOutcome['type']>(
  type: T,
  data: EventData<T>,
  envelope: Envelope,
): ServiceEvent<T> {
  return serviceEvent(type, `${data.requestId}.outcome`, data.requestId, data, envelope);
}

function serviceEvent<T extends EventType>(
  type: T,
  id: string,
  subject: string,
  data: EventData<T>,
  { source, traceparent }: Envelope,
): ServiceEvent<T> {
  const event = new CloudEvent({
    id,
    type,
    source,
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    partitionkey: subject,
    ...(traceparent === undefined ? {} : { traceparent }),
    data,
  });
  if (!isOfType(event, type)) throw new RangeError(`not a valid ${type}`);
  return event;
}

/** Whether a CloudEvent is one of the service's own of that type, its data valid. */
export function isOfType<T extends EventType>(event: CloudEvent<unknown>, type: T): event is ServiceEvent<T> {
  return event.type === type && eventData[type].safeParse(event.data).success;
}

/**
 * Takes a `render.requested` that came from outside; what its data has beyond the schema is dropped.
 * @throws RenderError `request_invalid`, naming every field that is not as it should be
 */
export function parseRenderRequested(event: CloudEvent<unknown>): ServiceEvent<'render.requested'> {
  const parsed = eventData['render.requested'].safeParse(event.data);
  if (parsed.success) {
    const clean = event.cloneWith({ data: parsed.data });
    if (isOfType(clean, 'render.requested')) return clean;
    throw new RenderError('request_invalid', `${event.type} is no render.requested`);
  }
  const complaints = formatIssues(parsed.error, event.data, 'data').join('; ');
  throw new RenderError('request_invalid', `render.requested is not valid: ${complaints}`, {
    cause: parsed.error,
    details: { fields: fieldsOf(parsed.error) },
  });
}

/** The event as the text that is stored, and sent in structured mode. */
export function serializeEvent(event: CloudEvent<unknown>): string {
  return JSON.stringify(event);
}

/**
 * Reads an event in structured mode, as {@link serializeEvent} writes it.
 * @throws SyntaxError, TypeError, ValidationError where the text is none
 */
export function parseEvent(text: string): CloudEvent<unknown> {
  const event = HTTP.toEvent({ headers: { 'content-type': 'application/cloudevents+json' }, body: text });
  if (event instanceof CloudEvent) return event;
  throw new TypeError('a batch where one event is expected');
}

/** Whether a CloudEvent ends a job. */
export function isOutcome(event: CloudEvent<unknown>): event is OutcomeEvent {
  return outcomeTypes.some((type) => isOfType(event, type));
}

/** Reads an outcome back. @throws RangeError where the text is something else */
export function parseOutcomeEvent(text: string): OutcomeEvent {
  const event = parseEvent(text);
  if (isOutcome(event)) return event;
  throw new RangeError(`${event.type} is no outcome of a job`);
}

/** Reads the outcome of a task back. @throws RangeError where the text is something else */
export function parseTaskOutcome(text: string): TaskOutcome {
  const event = parseEvent(text);
  if (isOfType(event, 'portrait.completed')) return event;
  if (isOfType(event, 'portrait.failed')) return event;
  if (isOfType(event, 'preview.completed')) return event;
  if (isOfType(event, 'preview.failed')) return event;
  throw new RangeError(`${event.type} is no outcome of a task`);
}

/** The trace that an event belongs to, where it says so. */
export function traceparentOf(event: CloudEvent<unknown>): string | undefined {
  const { traceparent } = event;
  return typeof traceparent === 'string' ? traceparent : undefined;
}
