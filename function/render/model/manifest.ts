import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { sha256Schema } from '../../../domain/schemas.js';
import { parseJson } from '../../../errors/parse-json.js';
import { errnoOf, RenderError } from '../../../errors/render-error.js';
import { modelFiles } from './model-files.js';

/** Increase this to invalidate the graphs of older importers. */
export const importerVersion = 7;

/** Facts about an imported model, stored beside the graphs as `model.json`. */
const manifestSchema = z.object({
  importer: z.number().int(),
  source: z.object({
    /** Name of the checkpoint file, without its folder. */
    file: z.string(),
    bytes: z.number().int(),
    sha256: sha256Schema,
    format: z.enum(['legacy', 'zip', 'torchscript']),
  }),
  /** The training step, if the checkpoint contains one. */
  step: z.number().optional(),
  /** Output channels of each layer. */
  layerChannels: z.record(z.string(), z.number().int()),
  /** The detail network that the graphs contain. */
  detail: z.object({ sha256: sha256Schema }),
  /** Whether the reference graph was written too. */
  reference: z.boolean(),
});

export type Manifest = z.infer<typeof manifestSchema>;

/**
 * Reads the manifest of an imported model.
 * @returns undefined if the folder has none from this importer
 */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(path.join(folder, modelFiles.manifest), 'utf8').catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
    throw new RenderError(
      'checkpoint_unreadable',
      `${folder} cannot be read (${errnoOf(error) ?? 'unknown'}).`,
      {
        cause: error,
      },
    );
  });
  if (text === undefined) return undefined;
  const parsed = manifestSchema.safeParse(parseJson(text));
  return parsed.success && parsed.data.importer === importerVersion ? parsed.data : undefined;
}
