import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readSettings, type Settings } from '../config/settings.js';
import { RenderError } from '../errors/render-error.js';
import { withScratchDir } from '../storage/files/scratch-dir.js';
import { importCheckpoint } from '../function/render/model/import.js';
import type { Manifest } from '../function/render/model/manifest.js';
import { modelFiles } from '../function/render/model/model-files.js';
import { graphsFolder } from '../function/render/model/model.js';
import { openStore } from '../storage/open-store.js';
import { readOptions } from './options.js';
import { checkWritable } from '../library/writable-place.js';

const optionsSchema = z.object({ to: z.string().min(1).optional(), plain: z.boolean().optional() });

/** `avatar import`: converts a checkpoint to graphs, and prints where they are. */
export async function importCommand(checkpoint: string, given: unknown, signal: AbortSignal): Promise<void> {
  const { to, plain = false } = readOptions(optionsSchema, given);
  const settings = readSettings();
  const target = to ?? (await graphsFolder(checkpoint, settings.CACHE_DIR));
  const manifest = target.startsWith('s3://')
    ? await importToBucket({ checkpoint, target, plain }, settings, signal)
    : await importToFolder(checkpoint, target, plain, signal);
  const { file, format, sha256 } = manifest.source;
  const step = manifest.step === undefined ? '' : `, step ${String(manifest.step)}`;
  process.stdout.write(
    `${target}: imported from ${file} (${format}${step}, sha256 ${sha256.slice(0, 12)}…)\n`,
  );
}

async function importToFolder(
  checkpoint: string,
  target: string,
  plain: boolean,
  signal: AbortSignal,
): Promise<Manifest> {
  await checkFolder(target);
  // The model is built beside its target, and moved there when it is complete.
  await checkWritable(path.dirname(path.resolve(target)), '--to');
  return importCheckpoint(checkpoint, target, { reference: plain, signal });
}

/** A link is never replaced. @throws RenderError `request_invalid` */
async function checkFolder(target: string): Promise<void> {
  const found = await lstat(target).catch(() => undefined);
  if (!found?.isSymbolicLink()) return;
  throw new RenderError(
    'request_invalid',
    `--to: ${target} is a symbolic link, and links are not replaced. Name the folder itself.`,
  );
}

/** A target `s3://bucket/prefix` gets the files of the model below the prefix. */
async function importToBucket(
  { checkpoint, target, plain }: { checkpoint: string; target: string; plain: boolean },
  settings: Settings,
  signal: AbortSignal,
): Promise<Manifest> {
  return withScratchDir(async (scratch) => {
    const folder = path.join(scratch, 'graphs');
    const manifest = await importCheckpoint(checkpoint, folder, { reference: plain, signal });
    const store = await openStore({ ...settings, STORE: target });
    // The manifest comes last: a model with one is complete.
    const names = (await readdir(folder)).sort(
      (a, b) => Number(a === modelFiles.manifest) - Number(b === modelFiles.manifest),
    );
    for (const name of names) {
      const bytes = createReadStream(path.join(folder, name));
      await store.put(name, bytes, { contentType: 'application/octet-stream', signal });
    }
    return manifest;
  });
}
