import { HTTP, type CloudEvent } from 'cloudevents';

/** An event in binary mode, ready to be sent. */
interface BinaryMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Writes an event in binary mode. Attributes are percent-encoded, because headers cannot carry every
 * character.
 * @see CloudEvents HTTP protocol binding, § 3.1.3
 */
export function binaryMessage(event: CloudEvent<unknown>): BinaryMessage {
  const { headers, body } = HTTP.binary(event);
  return {
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        isAttribute(name) ? encodeAttribute(String(value)) : String(value),
      ]),
    ),
    body: String(body),
  };
}

/** Whether a header, in lower case, carries an attribute. */
export function isAttribute(name: string): boolean {
  return name.startsWith('ce-');
}

/** Encodes an attribute for a header: everything except printable ASCII, and space, `"`, and `%` (§ 3.1.3.2). */
export function encodeAttribute(value: string): string {
  return value.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[^\x21\x23\x24\x26-\x7e]/gu, encodeURIComponent);
}

/**
 * Decodes an attribute from a header (§ 3.1.3.2), in one pass. Raw UTF-8, which some senders write, is read as
 * such. A value that does not decode to UTF-8 stays as it is.
 */
export function decodeAttribute(header: string): string {
  const unquoted = /^".*"$/s.test(header) ? header.slice(1, -1).replace(/\\(.)/gs, '$1') : header;
  const text = unquoted.replace(/%([\da-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  try {
    // Headers arrive as Latin-1: one character a byte.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return unquoted;
  }
}
