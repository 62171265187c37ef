import type { CloudEvent } from 'cloudevents';

/** The W3C trace that an event belongs to. */
export interface Trace {
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

/** Extension attributes that connect an event to the request that led to it. */
export interface Lineage extends Trace {
  /** Shared by all events of one flow; the job id if the sender of the request chose none. */
  readonly correlationid?: string | undefined;
  /** The id of the event that caused this one. */
  readonly causationid?: string | undefined;
  /** The kind of caller that asked for the work: `api_key`, `unauthenticated`, `system`, and so on. */
  readonly authtype?: string | undefined;
}

/**
 * The lineage of events that a request causes. Values that could not be sent as HTTP headers are left
 * out. Identities (`authid`, `authclaims`) are never passed on.
 * @see CloudEvents extensions: Correlation, Distributed Tracing, Auth Context
 */
export function lineageOf(request: CloudEvent<unknown>): Lineage {
  const { id, traceparent, tracestate, correlationid, authtype } = request;
  return {
    ...readTrace(traceparent, tracestate),
    correlationid: matching(correlationid, headerValue),
    causationid: matching(id, headerValue),
    authtype: matching(authtype, /^[a-z_]{1,32}$/) ?? 'unknown',
  };
}

/**
 * Reads a trace from headers or attributes (W3C Trace Context, § 3.2 and § 3.3). Malformed values are
 * left out, because they go into events and from there into headers; a state needs a valid parent.
 */
export function readTrace(traceparent: unknown, tracestate: unknown): Trace {
  const parent = matching(traceparent, parentPattern);
  return parent === undefined ? {} : { traceparent: parent, tracestate: stateIn(tracestate) };
}

/** Version 255 and ids of zeros are invalid. */
const parentPattern = /^(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;
const stateMember =
  /^[a-z\d][\w\-*/@]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const maxStateMembers = 32;
const maxStateLength = 512;
/** Printable ASCII without spaces at its ends. */
const headerValue = /^(?! )[\x20-\x7e]{1,256}(?<! )$/;

function stateIn(tracestate: unknown): string | undefined {
  if (typeof tracestate !== 'string' || tracestate.length > maxStateLength) return undefined;
  const members = tracestate
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
  const isValid = members.length <= maxStateMembers && members.every((member) => stateMember.test(member));
  return isValid && members.length > 0 ? members.join(',') : undefined;
}

function matching(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}
