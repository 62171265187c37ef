import { z } from 'zod';
import { readSettings } from '../config/settings.js';
import { importCheckpoint } from '../function/wav2lip/import.js';
import { graphsFolder } from '../function/wav2lip/model.js';
import { readOptions } from './options.js';

const optionsSchema = z.object({ to: z.string().min(1).optional(), plain: z.boolean().optional() });

/** `avatar import`: a checkpoint's graphs, and a line on standard output that says where they are. */
export async function importCommand(checkpoint: string, given: unknown, signal: AbortSignal): Promise<void> {
  const { to, plain = false } = readOptions(optionsSchema, given);
  const folder = to ?? (await graphsFolder(checkpoint, readSettings().CACHE_DIR));
  const manifest = await importCheckpoint(checkpoint, folder, { plain, signal });
  const { file, format, sha256 } = manifest.source;
  const step = manifest.step === undefined ? '' : `, step ${String(manifest.step)}`;
  process.stdout.write(
    `${folder}: imported from ${file} (${format}${step}, sha256 ${sha256.slice(0, 12)}…)\n`,
  );
}
