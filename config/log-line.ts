import { parseJson } from '../errors/parse-json.js';

/** Collectors cut or split longer lines. */
const maxLineBytes = 1000;

const mark = '…';
/** Lengths to which texts are cut, one after the other, until the line is short enough. */
const textLengths = [400, 160, 60, 20];

/** What identifies a line; these fields are never cut or left out. */
const essential: ReadonlySet<string> = new Set([
  'level',
  'time',
  'service',
  'event',
  'code',
  'jobId',
  'traceId',
  'requestId',
]);

/**
 * Shortens a log line to 1 kB. Long texts, such as stacks and lists, are cut first; what is still too long
 * loses its last fields.
 * @param line one JSON object and a line feed
 */
export function shortLine(line: string): string {
  if (Buffer.byteLength(line) <= maxLineBytes) return line;
  const parsed = parseJson(line);
  if (!isRecord(parsed)) return `${line.slice(0, maxLineBytes / 4)}\n`;
  for (const length of textLengths) {
    const cut = Object.fromEntries(
      Object.entries(parsed).map(([name, value]) => [
        name,
        essential.has(name) ? value : cutTexts(value, length),
      ]),
    );
    const text = `${JSON.stringify(cut)}\n`;
    if (Buffer.byteLength(text) <= maxLineBytes) return text;
  }
  const kept = Object.entries(parsed).filter(([name]) => essential.has(name) || name === 'msg');
  return `${JSON.stringify(cutTexts({ ...Object.fromEntries(kept), cut: true }, 100))}\n`;
}

/** A value whose texts are at most so long, and whose lists have at most eight items. */
function cutTexts(value: unknown, length: number): unknown {
  if (typeof value === 'string') return value.length > length ? value.slice(0, length) + mark : value;
  if (Array.isArray(value)) {
    const items: unknown[] = value.slice(0, 8).map((item) => cutTexts(item, length));
    return value.length > items.length ? [...items, `${mark} ${String(value.length)} in total`] : items;
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, cutTexts(field, length)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
