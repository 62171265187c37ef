import { CloudEvent, HTTP } from 'cloudevents';
import { formatIssues, fieldsOf } from '../../errors/format-issues.js';
import { RenderError } from '../../errors/render-error.js';
import { dataSchemaUrl } from './data-schema.js';
import { eventData, outcomeTypes, type EventData, type EventType, type OutcomeType } from './event-data.js';
import { jobIdFromEvent } from './job-id.js';
import type { Lineage } from './lineage.js';

/** A CloudEvent of the service with the data of its type. */
export type ServiceEvent<T extends EventType = EventType> = CloudEvent<EventData<T>> & {
  readonly type: T;
  readonly data: EventData<T>;
};

/** An event that ends a job. */
export type OutcomeEvent = { [T in OutcomeType]: ServiceEvent<T> }[OutcomeType];

export const sources = { adapter: '/avatar-service/adapter', function: '/avatar-service/function' } as const;

/** What all events of a process have in common. */
export interface Producer {
  readonly source: (typeof sources)[keyof typeof sources];
  /** Where the schemas of the events are published (SCHEMAS_URL). */
  readonly schemasUrl: string;
}

/** The attributes of an event besides its type, id, and data. */
export interface Envelope extends Producer, Lineage {}

/** Progress that is older than this is useless to consumers: newer events have replaced it. */
const progressLifetimeMs = 60_000;

/** Creates a request for a render; the id of an adapter's own request is derived from the job's. */
export function renderRequested(
  data: EventData<'render.requested'> & { readonly jobId: string },
  envelope: Envelope,
): ServiceEvent<'render.requested'> {
  return serviceEvent(
    'render.requested',
    { id: `${data.jobId}.requested`, subject: data.jobId, data },
    envelope,
  );
}

/**
 * Creates a progress event. `sequence` orders the events of one source, so the source names the job.
 * @param number counts the progress events of this attempt
 * @see CloudEvents extensions: Sequence, Expiry Time
 */
export function renderProgressed(
  data: EventData<'render.progressed'>,
  number: number,
  envelope: Envelope,
): ServiceEvent<'render.progressed'> {
  const { jobId, attempt } = data;
  const id = `${jobId}.${String(attempt)}.${String(number)}`;
  const nowMs = Date.now();
  return serviceEvent('render.progressed', { id, subject: jobId, data }, envelope, {
    source: `${envelope.source}/${jobId}`,
    sequence: `${String(attempt).padStart(4, '0')}.${String(number).padStart(6, '0')}`,
    time: new Date(nowMs).toISOString(),
    expirytime: new Date(nowMs + progressLifetimeMs).toISOString(),
  });
}

/**
 * Creates an event that ends a job. All outcomes of a job have the same id, whichever component sends them: a job
 * has one outcome, and consumers drop duplicates.
 */
export function renderOutcome<T extends OutcomeType>(
  type: T,
  data: EventData<T>,
  envelope: Envelope,
): ServiceEvent<T> {
  return serviceEvent(type, { id: `${data.jobId}.outcome`, subject: data.jobId, data }, envelope);
}

/**
 * Creates the reply to an event that never became a job. It has an id of its own, so that consumers who drop
 * duplicates cannot take it for the outcome of a job.
 * @param request the refused event
 */
export function renderRefused(
  request: CloudEvent<unknown>,
  data: EventData<'render.failed'>,
  envelope: Envelope,
): ServiceEvent<'render.failed'> {
  const id = `${jobIdFromEvent(request)}.refused`;
  return serviceEvent('render.failed', { id, subject: data.jobId, data }, envelope);
}

/** Types of short tasks, whose outcome a client waits for. */
export type TaskKind = 'portrait' | 'preview' | 'speech';

/** An event that ends a task. */
export type TaskOutcome = {
  [T in `${TaskKind}.completed` | `${TaskKind}.failed`]: ServiceEvent<T>;
}[`${TaskKind}.completed` | `${TaskKind}.failed`];

/** Creates a request to register a portrait, to render a preview, or to speak a text. */
export function taskRequested<T extends `${TaskKind}.requested`>(
  type: T,
  data: EventData<T>,
  envelope: Envelope,
): ServiceEvent<T> {
  return serviceEvent(type, { id: `${data.requestId}.requested`, subject: data.requestId, data }, envelope);
}

/** Creates an event that ends a task; like a job's outcome, it has a fixed id. */
export function taskOutcome<T extends TaskOutcome['type']>(
  type: T,
  data: EventData<T>,
  envelope: Envelope,
): ServiceEvent<T> {
  return serviceEvent(type, { id: `${data.requestId}.outcome`, subject: data.requestId, data }, envelope);
}

function serviceEvent<T extends EventType>(
  type: T,
  { id, subject, data }: { id: string; subject: string; data: EventData<T> },
  { source, schemasUrl, correlationid = subject, ...lineage }: Envelope,
  more: Readonly<Record<string, string>> = {},
): ServiceEvent<T> {
  const given = Object.entries(lineage).filter(([, value]) => value !== undefined);
  const event = new CloudEvent({
    id,
    type,
    source,
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    dataschema: dataSchemaUrl(type, schemasUrl),
    partitionkey: subject,
    correlationid,
    ...Object.fromEntries(given),
    ...more,
    data,
  });
  if (!isOfType(event, type)) throw new RangeError(`the data is not valid for ${type}`);
  return event;
}

/** Whether a CloudEvent is one of the service's own of that type, with valid data. */
export function isOfType<T extends EventType>(event: CloudEvent<unknown>, type: T): event is ServiceEvent<T> {
  return event.type === type && eventData[type].safeParse(event.data).success;
}

/**
 * Parses an external `render.requested`; unknown fields of its data are dropped.
 * @throws RenderError `request_invalid`, naming every invalid field
 */
export function parseRenderRequested(event: CloudEvent<unknown>): ServiceEvent<'render.requested'> {
  const parsed = eventData['render.requested'].safeParse(event.data);
  if (parsed.success) {
    const clean = event.cloneWith({ data: parsed.data });
    if (isOfType(clean, 'render.requested')) return clean;
    throw new RenderError('request_invalid', `The event type is ${event.type}; expected render.requested.`);
  }
  const issues = formatIssues(parsed.error, event.data, 'data').join('; ');
  throw new RenderError('request_invalid', `The data of render.requested is not valid: ${issues}.`, {
    cause: parsed.error,
    details: { fields: fieldsOf(parsed.error) },
  });
}

/** Serializes an event in structured mode, for the store and for sending. */
export function serializeEvent(event: CloudEvent<unknown>): string {
  return JSON.stringify(event);
}

/**
 * Parses an event in structured mode, as written by {@link serializeEvent}.
 * @throws SyntaxError, TypeError, ValidationError if the text is not an event
 */
export function parseEvent(text: string): CloudEvent<unknown> {
  const event = HTTP.toEvent({ headers: { 'content-type': 'application/cloudevents+json' }, body: text });
  if (event instanceof CloudEvent) return event;
  throw new TypeError('expected one event, not a batch');
}

/** Whether a CloudEvent ends a job. */
export function isOutcome(event: CloudEvent<unknown>): event is OutcomeEvent {
  return outcomeTypes.some((type) => isOfType(event, type));
}

/** Parses an outcome. @throws RangeError if the text is something else */
export function parseOutcomeEvent(text: string): OutcomeEvent {
  const event = parseEvent(text);
  if (isOutcome(event)) return event;
  throw new RangeError(`${event.type} is not the outcome of a job`);
}

/** Parses the outcome of a task. @throws RangeError if the text is something else */
export function parseTaskOutcome(text: string): TaskOutcome {
  const event = parseEvent(text);
  if (isOfType(event, 'portrait.completed')) return event;
  if (isOfType(event, 'portrait.failed')) return event;
  if (isOfType(event, 'preview.completed')) return event;
  if (isOfType(event, 'preview.failed')) return event;
  if (isOfType(event, 'speech.completed')) return event;
  if (isOfType(event, 'speech.failed')) return event;
  throw new RangeError(`${event.type} is not the outcome of a task`);
}
