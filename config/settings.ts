import type { z } from 'zod';
import { fieldsOf, issueText, valueAt } from '../errors/format-issues.js';
import { RenderError } from '../errors/render-error.js';
import { settingsSchema } from './settings-schema.js';

export type Settings = z.infer<typeof settingsSchema>;

/** Settings whose values never appear in messages or logs. */
const secrets: ReadonlySet<string> = new Set([
  'API_KEYS',
  'C2PA_KEY',
  'SPEECH_API_KEY',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'WEBHOOK_SECRET',
]);

/** Settings that most programs know in lower case, too. */
const alsoLowerCase: ReadonlySet<string> = new Set(['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY']);

/** Settings that are on or off, and also accept the usual spellings of booleans. */
const switches: ReadonlySet<string> = new Set<keyof Settings>([
  'ACCESS_LOG',
  'DETAIL',
  'OPEN_MODEL',
  'REST_IN_SILENCE',
  'SPEECH_NORMALIZE',
]);
const switchValues: Readonly<Record<string, string>> = { true: 'on', 1: 'on', false: 'off', 0: 'off' };

/**
 * Reads the settings from an environment. An empty variable counts as unset.
 * @throws RenderError `bad_setting`, naming every bad setting, its value, and what it may be
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Settings {
  const given = Object.fromEntries(
    Object.keys(settingsSchema.shape)
      .map((name) => [name, normalized(name, valueOf(name, environment))] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => settingProblem(issue, valueAt(given, issue.path)));
  // Without a cause: the message says everything, and the value may be a secret.
  throw new RenderError('bad_setting', problems.join('. '), {
    details: { settings: fieldsOf(parsed.error) },
  });
}

function valueOf(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return environment[name] ?? (alsoLowerCase.has(name) ? environment[name.toLowerCase()] : undefined);
}

function normalized(name: string, value: string | undefined): string | undefined {
  const lower = value?.toLowerCase() ?? '';
  return switches.has(name) ? (switchValues[lower] ?? value) : value;
}

/** `VOICE_ALLOW_PRIVATE is "true"; use off, loopback or on` */
function settingProblem(issue: z.core.$ZodIssue, value: unknown): string {
  const name = issue.path.join('.');
  const shown = secrets.has(name) ? 'has a value that cannot be used' : `is ${JSON.stringify(value)}`;
  if (issue.code !== 'invalid_value') return `${name} ${shown}; it ${issueText(issue, value)}`;
  const [last, ...others] = issue.values.map(String).reverse();
  return `${name} ${shown}; use ${others.length > 0 ? `${others.reverse().join(', ')} or ` : ''}${last ?? ''}`;
}
