import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readSettings } from '../config/settings.js';
import { packageRoot } from '../config/package-root.js';
import { settingsSchema } from '../config/settings-schema.js';
import { errorCodes, errorTable } from '../errors/table.js';
import { stringify } from 'yaml';
import { asyncApiDocument } from '../events/contract/async-api.js';
import { dataSchema } from '../events/contract/data-schema.js';
import { clientTypes } from './client-types.js';
import { openApiDocument } from './openapi-document.js';
import { commandPage } from './command-page.js';
import { eventData, eventPurposes, isEventType } from '../events/contract/event-data.js';

/*
 * Writes the files that are made from the code: JSON Schemas and AsyncAPI document of the events, OpenAPI document and
 * the client's types, tables of settings and of errors. With `--check` it writes nothing, and fails if one is not current.
 */

const { SCHEMAS_URL } = readSettings({});

const outcomeTexts = {
  failed: 'ends, `render.failed`',
  cancelled: 'ends, `render.cancelled`',
  retry: 'stays pending; the event is delivered again (503)',
  retryOnce: 'the event is delivered again (503); the same failure twice ends it, `render.failed`',
  none: 'no job',
} as const;

const defaultTexts: Readonly<Record<string, string>> = {
  AI_MARK: '`c2pa` if a certificate is set, else `xmp`',
  THREADS: 'the number of cores, or the CPU quota',
  CACHE_DIR: '`$XDG_CACHE_HOME/avatar-service`, else `~/.cache/avatar-service`',
};

const openApi = await openApiDocument();
const files: Readonly<Record<string, string>> = {
  'client/api-types.ts': await clientTypes(openApi),
  'events/adapter/openapi.json': `${JSON.stringify(openApi, null, 2)}\n`,
  'docs/settings.md': settingsPage(),
  'docs/errors.md': errorsPage(),
  'deploy/event-types.yaml': eventTypes(),
  'package-lock.json': await lockWithoutScripts(),
  'docs/command.md': commandPage(),
  'events/contract/asyncapi.json': `${JSON.stringify(asyncApiDocument(), null, 2)}\n`,
  ...Object.fromEntries(
    Object.keys(eventData)
      .filter(isEventType)
      .map((type) => [
        `events/contract/schemas/${type}.json`,
        `${JSON.stringify(dataSchema(type, SCHEMAS_URL), null, 2)}\n`,
      ]),
  ),
};

const stale: string[] = [];
for (const [name, text] of Object.entries(files)) {
  const file = path.join(packageRoot, name);
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) continue;
  stale.push(name);
  if (process.argv.includes('--check')) continue;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}
if (process.argv.includes('--check') && stale.length > 0) {
  process.stderr.write(`not current: ${stale.join(', ')}; run npm run generate\n`);
  process.exitCode = 1;
}

/**
 * The lock file without the note that a dependency has an install script: then npm runs none, so that an
 * installation needs neither NuGet nor GitHub, while `npm pack` still runs this project's own.
 */
async function lockWithoutScripts(): Promise<string> {
  const text = await readFile(path.join(packageRoot, 'package-lock.json'), 'utf8');
  // Six spaces: a field of a package. The first package is this project, whose own script stays.
  const [root = '', ...dependencies] = text.split(/(?=^ {4}"node_modules\/)/m);
  return (
    root + dependencies.map((entry) => entry.replaceAll(/^ {6}"hasInstallScript": true,\n/gm, '')).join('')
  );
}

/** EventTypes of the Broker (Knative Eventing, _Event registry_), which consumers can list and browse. */
function eventTypes(): string {
  const documents = Object.keys(eventData)
    .filter(isEventType)
    .map((type) =>
      stringify(
        {
          apiVersion: 'eventing.knative.dev/v1beta3',
          kind: 'EventType',
          metadata: { name: `avatar-${type.replace('.', '-')}` },
          spec: {
            reference: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'avatar' },
            description: eventPurposes[type],
            attributes: [
              { name: 'specversion', required: true, value: '1.0' },
              { name: 'id', required: true },
              { name: 'source', required: true },
              { name: 'type', required: true, value: type },
            ],
          },
        },
        { singleQuote: true },
      ),
    );
  return `# The events of the service, for the Broker's registry. Generated from the code by \`npm run generate\`.\n${documents.join('---\n')}`;
}

function settingsPage(): string {
  const { properties = {} } = z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' });
  const rows = Object.entries(properties).map(([name, property]) => {
    const schema = typeof property === 'object' ? property : {};
    const given =
      schema.default === undefined ? '–' : `\`${JSON.stringify(schema.default).replaceAll('"', '')}\``;
    return `| \`${name}\` | ${defaultTexts[name] ?? given} | ${allowed(schema)}${cell(schema.description ?? '')} |`;
  });
  return page(
    'Settings',
    'Settings are environment variables, read once at start. An invalid one stops the start with a message that names it and its allowed values. A misspelt one, such as `RENDER_DEADLINE`, is ignored, and the warning `setting.unread` names the similar one.\n\nThe store is checked at start. What no waiting mends stops it: an unwritable folder, a denied or unsuitable bucket, an endpoint with the wrong scheme or with the name of the bucket, an untrusted certificate. A missing bucket, wrong credentials, or a server that is down are logged with the setting to look at (`store.unavailable`), and `/health/readiness` answers 503 until they are mended.',
    ['| name | default | meaning |', '| --- | --- | --- |', ...rows],
  );
}

function allowed({ enum: values }: { enum?: unknown[] }): string {
  return values ? `${values.map((value) => `\`${String(value)}\``).join(', ')}. ` : '';
}

function errorsPage(): string {
  const rows = errorCodes.map((code) => {
    const { status, outcome, exit, meaning } = errorTable[code];
    return `| \`${code}\` | ${String(status)} | ${outcomeTexts[outcome]} | ${String(exit)} | ${cell(meaning)} |`;
  });
  return page(
    'Errors',
    'This is a closed list. Over HTTP, the code is part of a problem document (RFC 9457); in events, of the data of `render.failed`. Commands print `code: message` and exit with the exit code.',
    ['| code | HTTP | effect on the job | exit | meaning |', '| --- | --- | --- | --- | --- |', ...rows],
  );
}

function page(title: string, text: string, table: readonly string[]): string {
  return `# ${title}\n\n${text}\n\n${table.join('\n')}\n\n_Generated from the code by \`npm run generate\`._\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
