import { CloudEvent, ValidationError } from 'cloudevents';
import { RenderError } from '../../errors/render-error.js';
import { givenFields } from './given-fields.js';
import { encodeAttribute } from './http-binding.js';

/** The attributes of an event, extensions included. */
export type Attributes = Readonly<Record<string, unknown>>;

const texts = ['id', 'type', 'source', 'subject', 'dataschema', 'datacontenttype', 'partitionkey'] as const;
/** Events are a few levels deep; far deeper ones overflow the stack when they are serialized. */
const maxDepth = 64;
/** Events that are sent again carry their attributes in headers, of which servers accept 8 to 16 kB. */
const maxAttributeBytes = 4096;
const versions: readonly unknown[] = [undefined, '1.0', '0.3'];

/**
 * Makes an event of attributes and data from outside. Null means absent, in attributes and in the
 * fields of the data, which `givenFields` reads. Extensions whose names CloudEvents does not allow are dropped. Version 0.3 becomes 1.0.
 * @throws RenderError `request_invalid`, naming every attribute at fault
 */
export function validEvent(given: Attributes, data: unknown): CloudEvent<unknown> {
  const { specversion, time, ...rest } = withoutNulls(given);
  const issues = [
    ...(['id', 'type', 'source'] as const)
      .filter((name) => rest[name] === undefined || rest[name] === '')
      .map((name) => `${name} is missing`),
    ...texts
      .filter((name) => rest[name] !== undefined && typeof rest[name] !== 'string')
      .map((name) => `${name} must be a text`),
    ...(headerBytes(rest) > maxAttributeBytes
      ? [`its attributes have more than ${String(maxAttributeBytes)} bytes in headers`]
      : []),
    ...(versions.includes(specversion) ? [] : ['specversion must be 1.0']),
    ...(isDeeper([rest, data], maxDepth + 1)
      ? [`it is nested more than ${String(maxDepth)} levels deep`]
      : []),
  ];
  if (issues.length > 0) throw invalid(issues);
  try {
    return new CloudEvent<unknown>({
      ...Object.fromEntries(Object.entries(rest).filter(([name]) => isAllowed(name))),
      ...(typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? { time } : {}),
      specversion: '1.0',
      data: isJsonObject(data) ? givenFields(data) : (data ?? undefined),
    });
  } catch (error) {
    throw invalid(error instanceof ValidationError ? schemaIssues(error) : [], error);
  }
}

/** These belong to version 0.3; the data has been decoded by then. */
const former = ['schemaurl', 'datacontentencoding'];

function isAllowed(name: string): boolean {
  // A name such as `constructor` would replace a method of the event.
  return /^[a-z0-9]+$/.test(name) && !former.includes(name) && !(name in CloudEvent.prototype);
}

/** The size of attributes in headers, where they are percent-encoded. */
function headerBytes(attributes: Attributes): number {
  return Object.entries(attributes).reduce(
    (sum, [name, value]) =>
      sum + name.length + (typeof value === 'string' ? encodeAttribute(value).length : 0),
    0,
  );
}

/** Whether a value has more levels of lists and objects than the limit. */
function isDeeper(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return limit === 0 || Object.values(value).some((inner) => isDeeper(inner, limit - 1));
}

/** Whether a value from outside is a JSON object. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of an object that are not null: senders write null for what is absent. */
function withoutNulls(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function schemaIssues({ errors }: ValidationError): string[] {
  const issues: unknown[] = Array.isArray(errors) ? errors : [];
  return issues.flatMap((issue) => {
    if (!isJsonObject(issue)) return [];
    const { instancePath: path, message } = issue;
    return typeof path === 'string' && typeof message === 'string' ? [`${path.slice(1)} ${message}`] : [];
  });
}

function invalid(issues: readonly string[], cause?: unknown): RenderError {
  const why = issues.length > 0 ? issues.join('; ') : 'an attribute has an invalid value';
  return new RenderError('request_invalid', `The request is not a valid CloudEvent: ${why}.`, { cause });
}
