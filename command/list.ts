import { z } from 'zod';
import { readSettings } from '../config/settings.js';
import { RenderError } from '../errors/render-error.js';
import { offeredVoices } from '../outbound/speech-server/offered-voices.js';
import { bundledSource } from '../storage/catalogue/catalogue.js';
import { openCatalogue } from '../storage/catalogue/open-catalogue.js';
import { readOptions } from './options.js';

const optionsSchema = z.object({ json: z.boolean().default(false) });

type Row = Readonly<Record<string, string | undefined>>;

/**
 * `avatar-service list`: prints the portraits of the catalogue, or the voices that speak texts; one per line, the
 * id first.
 */
export async function listCommand(what: string, given: unknown, signal: AbortSignal): Promise<void> {
  const { json } = readOptions(optionsSchema, given);
  const rows = await listRows(what, signal);
  signal.throwIfAborted();
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : table(rows));
}

async function listRows(what: string, signal: AbortSignal): Promise<Row[]> {
  const settings = readSettings();
  if (what === 'portraits') {
    const entries = await (await openCatalogue(settings, undefined)).list();
    return entries.map(({ id, source }) => ({
      id,
      source: source === bundledSource ? 'bundled' : source.store.url,
    }));
  }
  if (what === 'voices') {
    const { voices } = await offeredVoices(settings, signal);
    return voices.map(({ id, language, engine }) => ({ id, language, engine }));
  }
  throw new RenderError('request_invalid', `${what} cannot be listed. Give portraits or voices.`);
}

function table(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const widths = names.map((name) => Math.max(...rows.map((row) => (row[name] ?? '–').length)));
  return rows
    .map(
      (row) =>
        `${names
          .map((name, i) => (row[name] ?? '–').padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
