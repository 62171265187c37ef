import { parse, type ParseError } from 'jsonc-parser';

const advice = {
  file: 'Send the body from a file, as with curl -d @body.json',
} as const;

/**
 * Where a text stops being JSON, and the probable cause, as sentences that follow "… is not valid JSON": `at line 2,
 * column 14. …`.
 * @param text that `JSON.parse` rejects
 */
export function jsonFault(text: string): string {
  if (text.trim() === '') return ': it is empty.';
  const offset = firstFault(text);
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - (before.lastIndexOf('\n') + 1) + 1;
  const cause = probableCause(text, offset);
  return ` at line ${String(line)}, column ${String(column)}.${cause === undefined ? '' : ` ${cause}`}`;
}

function firstFault(text: string): number {
  const first = firstError(text);
  const raw = rawControl(text);
  if (raw !== undefined && (first === undefined || raw <= first.offset + first.length)) return raw;
  return Math.min(first?.offset ?? 0, text.length);
}

function firstError(text: string): ParseError | undefined {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // The parser calls itself for every level, and thousands of them overflow its stack.
    return undefined;
  }
  return errors[0];
}

/** The place of the first control character inside a string. */
function rawControl(text: string): number | undefined {
  let isInside = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') isInside = !isInside;
    else if (isInside && character === '\\') at++;
    else if (isInside && character < ' ') return at;
  }
  return undefined;
}

function probableCause(text: string, offset: number): string | undefined {
  const here = text.charAt(offset);
  const trimmed = text.trimStart();
  if (here === '\n' || here === '\r') return 'A line break inside a text must be written as \\n.';
  if (here === '\t') return 'A tab inside a text must be written as \\t.';
  if (here !== '' && here < ' ') return 'A control character inside a text must be escaped.';
  if (/[\u201c\u201d\u201e\u2018\u2019]/.test(here))
    return 'Curly quotes are not JSON: use " around names and texts.';
  if (trimmed.startsWith("'{") || trimmed.startsWith("'["))
    return `The ' around the body was sent with it, as cmd.exe does. ${advice.file}.`;
  if (/^\{\s*'/.test(trimmed)) return 'Single quotes are not JSON: use " around names and texts.';
  if (/^\{\s*[A-Za-z_]\w*\s*:/.test(trimmed))
    return `Its names have no quotes, which cmd.exe and PowerShell remove. ${advice.file}.`;
  if (/^\{\s*\\"/.test(trimmed)) return `Its quotes have backslashes. ${advice.file}.`;
  if (/^[A-Za-z]\w*=/.test(trimmed))
    return 'It looks like the fields of a form: send an object such as {"text":"Hello."}.';
  if (trimmed.startsWith('<')) return 'It looks like XML or HTML.';
  if (/,\s*$/.test(text.slice(0, offset)) && /[}\]]/.test(here)) return 'Remove the comma before it.';
  if (text.startsWith('//', offset) || text.startsWith('/*', offset)) return 'JSON has no comments.';
  if (text.slice(offset).trim() === '') return 'The end of the body is missing.';
  return undefined;
}
