import { isUtf8 } from 'node:buffer';
import type { CloudEvent } from 'cloudevents';
import { parseJson } from '../../errors/parse-json.js';
import { RenderError } from '../../errors/render-error.js';
import { unpacked } from './content-encoding.js';
import { decodeAttribute } from './http-binding.js';
import { jsonFault } from './json-fault.js';
import { isJsonObject, validEvent, type Attributes } from './valid-event.js';

/** An HTTP request or a file that may contain an event. Header names are in lower case. */
export interface EventMessage {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/**
 * Reads an event in binary or structured mode, as the senders of the field write it: media types with
 * parameters in any case, data without or with an unusual content type, base64, a byte order mark, compression, and
 * a structured event whose media type says only JSON.
 * @returns undefined for a message that contains no event
 * @throws RenderError `request_invalid` for a broken event, `media_type_unsupported` for a batch or a
 *   format other than JSON
 */
export function readEvent({ headers, body: sent }: EventMessage): CloudEvent<unknown> | undefined {
  const body = unpacked(sent, one(headers['content-encoding']));
  const contentType = one(headers['content-type']);
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType.startsWith('application/cloudevents')) {
    return structuredEvent(parsedBody(supported(mediaType), body));
  }
  const attributes = headerAttributes(headers);
  if (required.some((name) => name in attributes)) {
    return validEvent(
      contentType === undefined ? attributes : { ...attributes, datacontenttype: contentType },
      binaryData(mediaType, body),
    );
  }
  const value = parseJson(Buffer.from(body).toString('utf8').replace(byteOrderMark, ''));
  if (Array.isArray(value) && value.length > 0 && value.every(looksLikeEvent)) throw batch();
  return looksLikeEvent(value) ? structuredEvent(value) : undefined;
}

const required = ['id', 'type', 'source', 'specversion'];
const byteOrderMark = /^\uFEFF/;
const isJsonType = /^(application\/json|text\/json|[^/]+\/[^/]+\+json)$/;

function supported(mediaType: string): 'structured' {
  if (mediaType.startsWith('application/cloudevents-batch')) throw batch();
  if (mediaType === 'application/cloudevents' || mediaType === 'application/cloudevents+json')
    return 'structured';
  throw new RenderError(
    'media_type_unsupported',
    `The event is ${mediaType}. Send application/cloudevents+json, or binary mode.`,
  );
}

function batch(): RenderError {
  return new RenderError(
    'media_type_unsupported',
    'The request is a batch of events. Send each event in a request by itself.',
  );
}

function headerAttributes(headers: EventMessage['headers']): Attributes {
  const given = Object.entries(headers).filter(([name]) => name.startsWith('ce-'));
  return Object.fromEntries(
    given.map(([name, value]) => [name.slice('ce-'.length), decodeAttribute(one(value) ?? '')]),
  );
}

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.join(', ');
}

function structuredEvent(value: unknown): CloudEvent<unknown> {
  if (!isJsonObject(value)) {
    throw new RenderError('request_invalid', 'The body is not an event: it must be one JSON object.');
  }
  const { data, data_base64: base64, ...attributes } = value;
  const encoding = attributes['datacontentencoding'];
  const encoded = base64 ?? (encoding === 'base64' ? data : undefined);
  if (encoded === undefined || encoded === null) return validEvent(attributes, decoded(data));
  if (typeof encoded !== 'string') throw notBase64();
  // White space goes first: a pattern that allows it at several places takes quadratic time.
  const compact = encoded.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) throw notBase64();
  const text = Buffer.from(compact, 'base64').toString('utf8');
  return validEvent(attributes, decoded(text.replace(byteOrderMark, '')));
}

function notBase64(): RenderError {
  return new RenderError('request_invalid', 'data_base64 is not base64.');
}

/** A text that contains a JSON object stands for that object, whatever its type says. */
function decoded(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  const value = parseJson(data.replace(byteOrderMark, ''));
  return isJsonObject(value) ? value : data;
}

function binaryData(mediaType: string, body: Uint8Array): unknown {
  if (body.length === 0) return undefined;
  if (isJsonType.test(mediaType)) return decoded(parsedBody('data', body));
  return decoded(Buffer.from(body).toString('utf8'));
}

/** @throws RenderError `request_invalid` if the body is not JSON in UTF-8 */
function parsedBody(mode: 'structured' | 'data', body: Uint8Array): unknown {
  const what = mode === 'structured' ? 'The body of the event' : 'The data of the event';
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    const text = Buffer.from(body).toString('utf8');
    const fault = isUtf8(body) && text.trim() !== '' ? jsonFault(text) : '.';
    throw new RenderError('request_invalid', `${what} is not valid JSON in UTF-8${fault}`, { cause: error });
  }
}

function looksLikeEvent(value: unknown): boolean {
  return isJsonObject(value) && typeof value['specversion'] === 'string' && typeof value['type'] === 'string';
}
