import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../../../config/package-root.js';
import type { Settings } from '../../../config/settings.js';
import { errnoOf, RenderError } from '../../../errors/render-error.js';
import { readManifest, type Manifest } from './manifest.js';
import { detailCheckpoint, modelFiles } from './model-files.js';

/** A model that can run: the folder of its graphs, and its manifest. */
export interface Model {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Whether it is the project's own open model, which is used if no other is found. */
  readonly open: boolean;
}

type ModelSettings = Pick<Settings, 'MODELS_DIR' | 'WAV2LIP_CHECKPOINT' | 'CACHE_DIR' | 'OPEN_MODEL'>;

const openCheckpoint = path.join(packageRoot, 'models', 'wav2lip-open.pth');
const wellKnown = ['wav2lip_gan.pth', 'wav2lip.pth'];

/**
 * Finds the model to run, and imports its checkpoint if that has not been done yet: the one in
 * `WAV2LIP_CHECKPOINT`, one in `MODELS_DIR`, or the open model.
 * @throws RenderError `checkpoint_missing`, and what an import throws
 */
export async function findModel(settings: ModelSettings, signal?: AbortSignal): Promise<Model> {
  const { checkpoint, open } = await findCheckpoint(settings);
  const imported = await readManifest(checkpoint);
  if (imported) return { folder: checkpoint, manifest: imported, open };
  return { ...(await importOnce(checkpoint, settings.CACHE_DIR, signal)), open };
}

/** The default folder for the graphs of a checkpoint: beside it, or in the cache. */
export async function graphsFolder(checkpoint: string, cacheFolder: string): Promise<string> {
  const beside = besideCheckpoint(checkpoint);
  const writable = await access(path.dirname(checkpoint), constants.W_OK).then(
    () => true,
    () => false,
  );
  return writable ? beside : inCache(checkpoint, cacheFolder);
}

async function importOnce(checkpoint: string, cacheFolder: string, signal?: AbortSignal) {
  for (const folder of [besideCheckpoint(checkpoint), await inCache(checkpoint, cacheFolder)]) {
    const manifest = await readManifest(folder);
    if (manifest && (await isMadeFrom(checkpoint, folder, manifest, signal))) return { folder, manifest };
  }
  const folder = await graphsFolder(checkpoint, cacheFolder);
  const { importCheckpoint } = await loadImporter();
  return {
    folder,
    manifest: await importCheckpoint(checkpoint, folder, { keepEqual: true, ...(signal ? { signal } : {}) }),
  };
}

/**
 * Whether graphs were made from a checkpoint. Two checkpoints of one network have the same size, so if
 * the checkpoint is newer than the graphs, its hash decides.
 */
async function isMadeFrom(
  checkpoint: string,
  graphs: string,
  { source, detail }: Manifest,
  signal?: AbortSignal,
): Promise<boolean> {
  const { size, mtimeMs } = await statCheckpoint(checkpoint);
  if (source.bytes !== size) return false;
  const imported = await stat(path.join(graphs, modelFiles.manifest));
  const { sha256OfFile } = await import('../../../storage/files/sha256.js');
  // An update of the service may bring another detail network.
  if (detail.sha256 !== (await sha256OfFile(detailCheckpoint, signal))) return false;
  if (imported.mtimeMs >= mtimeMs) return true;
  return source.sha256 === (await sha256OfFile(checkpoint, signal));
}

/** Loaded only if there is something to import; usually there is not. */
function loadImporter() {
  return import('./import.js');
}

function statCheckpoint(checkpoint: string) {
  return stat(checkpoint).catch((error: unknown) => {
    throw missing(
      `${checkpoint} does not exist (${errnoOf(error) ?? 'unknown'}). Check WAV2LIP_CHECKPOINT.`,
      error,
    );
  });
}

function besideCheckpoint(checkpoint: string): string {
  return `${checkpoint.replace(/\.(pth|pt)$/, '')}.graphs`;
}

/** Size and modification time distinguish two checkpoints of the same name without reading them. */
async function inCache(checkpoint: string, cacheFolder: string): Promise<string> {
  const { size, mtimeMs } = await statCheckpoint(checkpoint);
  const name = path.basename(besideCheckpoint(checkpoint), '.graphs');
  return path.join(cacheFolder, 'graphs', `${name}-${String(size)}-${String(Math.round(mtimeMs))}`);
}

async function findCheckpoint(settings: ModelSettings): Promise<{ checkpoint: string; open: boolean }> {
  const { WAV2LIP_CHECKPOINT: given, MODELS_DIR: folder, OPEN_MODEL: openModel } = settings;
  if (given !== undefined) return { checkpoint: given, open: false };

  const found = await modelsIn(folder);
  const [first, ...others] = wellKnown
    .filter((name) => found.includes(name))
    .slice(0, 1)
    .concat(found.filter((name) => !wellKnown.includes(name)));
  if (first !== undefined && (wellKnown.includes(first) || others.length === 0)) {
    return { checkpoint: path.join(folder, first), open: false };
  }
  if (first !== undefined) {
    throw missing(
      `${folder} contains several checkpoints (${[first, ...others].join(', ')}). Name one in WAV2LIP_CHECKPOINT.`,
    );
  }
  if (openModel === 'on' && (await stat(openCheckpoint).catch(() => undefined))) {
    return { checkpoint: openCheckpoint, open: true };
  }
  throw missing(
    `No Wav2Lip checkpoint (*.pth, *.pt) was found in ${path.resolve(folder)} (MODELS_DIR). Put wav2lip_gan.pth there, ` +
      'or set WAV2LIP_CHECKPOINT to its path.' +
      (openModel === 'on' ? '' : ' The open model is not allowed (OPEN_MODEL is off).'),
  );
}

/** Names of checkpoints and imported models in a folder, except the project's own. */
async function modelsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return [];
    throw missing(`${folder} (MODELS_DIR) cannot be read (${errnoOf(error) ?? 'unknown'}).`, error);
  });
  const checkpoints = names.filter((name) => /\.(pth|pt)$/.test(name));
  const known = new Set(checkpoints.map((name) => path.basename(besideCheckpoint(name))));
  const graphs = names.filter((name) => name.endsWith('.graphs') && !known.has(name));
  return [...checkpoints, ...graphs].filter((name) => !name.startsWith('wav2lip-open.')).sort();
}

function missing(message: string, cause?: unknown): RenderError {
  return new RenderError('checkpoint_missing', message, { cause });
}
