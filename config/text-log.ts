import { parseJson } from '../errors/parse-json.js';

/** Fields that have their own place in the text, or say nothing to a person. */
const placed: ReadonlySet<string> = new Set(['level', 'time', 'service', 'event', 'msg', 'err']);

/**
 * A log line for a terminal: `16:05:01 WARN  function  Render ended  code=voice_not_found jobId=…`.
 * @param line one JSON object
 */
export function textLine(line: string): string {
  const parsed = parseJson(line);
  if (typeof parsed !== 'object' || parsed === null) return line;
  const fields = new Map(Object.entries(parsed));
  const text = (name: string) => asText(fields.get(name) ?? '');
  const clock = text('time').slice(11, 19);
  const rest = [...fields].filter(([name]) => !placed.has(name));
  const shown = rest.map(([name, value]) => `${name}=${asText(value)}`);
  const level = text('level').toUpperCase().padEnd(5);
  const head = `${clock} ${level} ${text('service').padEnd(8)} ${text('msg')}`;
  return `${[head, ...(shown.length > 0 ? [shown.join(' ')] : [])].join('  ')}${errorText(fields.get('err'))}\n`;
}

/** The stack of an error, below its line. */
function errorText(error: unknown): string {
  const stack = typeof error === 'object' && error !== null && 'stack' in error ? error.stack : undefined;
  return typeof stack === 'string' ? `\n    ${stack.split('\n').join('\n    ')}` : '';
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}
