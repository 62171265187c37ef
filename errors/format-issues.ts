import type { z } from 'zod';
import { similarName } from './did-you-mean.js';

const nouns: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  date: 'a date',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a string',
};

const units: Readonly<Record<string, string>> = { array: 'entries', string: 'characters' };

/**
 * What is wrong with a value, phrased to follow its name: the schema's own text if it has one, or this
 * program's wording instead of zod's.
 */
export function issueText(issue: z.core.$ZodIssue, value: unknown): string {
  return zodText.test(issue.message) ? (wording(issue, value) ?? issue.message) : issue.message;
}

/** How zod's own English messages begin. */
const zodText = /^(Invalid|Too small|Too big|Unrecognized)/;

function wording(issue: z.core.$ZodIssue, value: unknown): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return 'is missing';
      return `must be ${nouns[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'too_small':
      return bound(issue.origin, issue.minimum, issue.inclusive === false ? 'more than' : 'at least');
    case 'too_big':
      return bound(issue.origin, issue.maximum, issue.inclusive === false ? 'less than' : 'at most');
    case 'invalid_format':
      return issue.format === 'regex'
        ? `must match ${issue.pattern ?? ''}`
        : `must be a valid ${issue.format}`;
    case 'unrecognized_keys':
      return `must not have ${issue.keys.join(', ')}`;
    default:
      return undefined;
  }
}

function bound(origin: string, limit: number | bigint, relation: string): string {
  const unit = units[origin];
  return unit === undefined
    ? `must be ${relation} ${String(limit)}`
    : `must have ${relation} ${String(limit)} ${unit}`;
}

interface FormatOptions {
  /** The text for a field's value, or undefined if it must not be repeated; by default, only short values of numbers are. */
  readonly shown?: (value: unknown, field: string) => string | undefined;
  /** The fields that the value may have, of which similar ones are proposed for unknown ones. */
  readonly names?: readonly string[];
}

/**
 * Describes what is wrong with external data, one sentence per field: `fps is 90, and must be at most
 * 60`, `voiceUrl is missing`. By default, texts are not repeated, because a URL may contain a password.
 * @param whole the name of the value itself, for errors that are not in a field
 */
export function formatIssues(
  error: z.core.$ZodError,
  given: unknown,
  whole: string,
  { shown = figure, names = [] }: FormatOptions = {},
): string[] {
  return error.issues.map((issue) => {
    const { path } = issue;
    const field = path.join('.');
    if (issue.code === 'unrecognized_keys' && path.length === 0)
      return unknownFields(whole, issue.keys, names);
    const message = issueText(issue, valueAt(given, path));
    const value = shown(valueAt(given, path), field) ?? misreadNumber(issue, valueAt(given, path));
    return `${field || whole}${value === undefined ? '' : ` is ${value}, and`} ${message}`;
  });
}

/** `the body must not have fpss; did you mean fps?` */
function unknownFields(whole: string, keys: readonly string[], names: readonly string[]): string {
  const similar = keys.flatMap((key) => similarName(key, names) ?? []);
  const proposed = similar.length > 0 ? `; did you mean ${similar.join(', ')}?` : '';
  return `${whole} must not have ${keys.join(', ')}${proposed}`;
}

/** A text in place of a number is shown if it is short. */
function misreadNumber(issue: z.core.$ZodIssue, value: unknown): string | undefined {
  const isNumber = issue.code === 'invalid_type' && (issue.expected === 'number' || issue.expected === 'int');
  return isNumber && typeof value === 'string' && value.length <= maxShownText
    ? `${JSON.stringify(value)}, a text`
    : undefined;
}

const maxShownText = 40;

function figure(value: unknown): string | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The fields that an error names. */
export function fieldsOf(error: z.core.$ZodError): string[] {
  return error.issues.map(({ path }) => path.join('.')).filter((field) => field !== '');
}

/** The value at a path inside a value from outside. */
export function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    given,
  );
}
