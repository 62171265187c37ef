import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { errnoOf, RenderError } from '../../../errors/render-error.js';
import { removeStale } from '../../../storage/files/remove-stale.js';
import { sha256OfFile } from '../../../storage/files/sha256.js';
import { storeDetailLayers } from './detail/detail-layers.js';
import { openCheckpoint, type Checkpoint } from './checkpoint/checkpoint.js';
import { framesGraph } from './graph/frames-graph.js';
import { encodeModel, type Graph } from './onnx/onnx.js';
import { referenceGraph } from './graph/reference-graph.js';
import { portraitGraph } from './graph/portrait-graph.js';
import { createWeightsFile, type WeightsFile } from './onnx/weights-file.js';
import { storeWeights } from './layers/weights.js';
import { importerVersion, readManifest, type Manifest } from './manifest.js';
import { detailCheckpoint, formerModelFiles, modelFiles } from './model-files.js';
import { readLayerChannels } from './layers/layer-channels.js';

const unfinishedPrefix = '.unfinished-';
/** No import pauses this long between two files. */
const staleAfterSeconds = 3600;

/**
 * Converts a Wav2Lip checkpoint to a folder with the graphs that the function runs. The folder appears
 * completely or not at all; an existing model is replaced.
 * @param reference whether to write the reference graph too
 * @param keepEqual whether to keep a model that another process has imported from the same file in
 *   the meantime: it may already be in use
 * @throws RenderError `checkpoint_*`; `request_invalid` if the folder holds anything else
 */
export async function importCheckpoint(
  checkpointPath: string,
  folder: string,
  {
    reference = false,
    keepEqual = false,
    signal,
  }: { reference?: boolean; keepEqual?: boolean; signal?: AbortSignal } = {},
): Promise<Manifest> {
  await checkReplaceable(folder);
  const checkpoint = await openCheckpoint(checkpointPath);
  try {
    const layerChannels = readLayerChannels(checkpoint.shapes);
    const manifest: Manifest = {
      importer: importerVersion,
      source: {
        file: path.basename(checkpointPath),
        bytes: (await stat(checkpointPath)).size,
        sha256: await sha256OfFile(checkpointPath, signal),
        format: checkpoint.format,
      },
      ...(checkpoint.step === undefined ? {} : { step: checkpoint.step }),
      layerChannels: Object.fromEntries([...layerChannels].map(([name, { output }]) => [name, output])),
      detail: { sha256: await sha256OfFile(detailCheckpoint, signal) },
      reference,
    };
    const isUpToDate = async () => keepEqual && isDeepStrictEqual(await readManifest(folder), manifest);
    await replaceFolder(folder, isUpToDate, async (unfinished) => {
      await writeGraphs(checkpoint, layerChannels, unfinished, reference);
      signal?.throwIfAborted();
      await writeFile(path.join(unfinished, modelFiles.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
    });
    return manifest;
  } finally {
    await checkpoint.close();
  }
}

async function writeGraphs(
  checkpoint: Checkpoint,
  layerChannels: ReturnType<typeof readLayerChannels>,
  folder: string,
  reference: boolean,
): Promise<void> {
  const { layers, detail } = await storeNetworks(checkpoint, layerChannels, folder);
  const write = (name: string, graph: Graph) => writeFile(path.join(folder, name), encodeModel(graph));
  await write(modelFiles.portrait, portraitGraph(layers, 'float32', detail));
  await write(modelFiles.frames, framesGraph(layers, 'float32'));
  await write(modelFiles.framesDetail, framesGraph(layers, 'float32', detail));
  await write(modelFiles.portraitHalf, portraitGraph(layers, 'float16', detail));
  await write(modelFiles.framesHalf, framesGraph(layers, 'float16'));
  await write(modelFiles.framesDetailHalf, framesGraph(layers, 'float16', detail));
  if (reference) await write(modelFiles.reference, referenceGraph(layers));
}

/** Stores the weights of the checkpoint, and those of the detail network, in one file of `folder`. */
async function storeNetworks(
  checkpoint: Checkpoint,
  layerChannels: ReturnType<typeof readLayerChannels>,
  folder: string,
) {
  const weights = await createWeightsFile(path.join(folder, modelFiles.weights), modelFiles.weights);
  try {
    const layers = await storeWeights(checkpoint, layerChannels, weights);
    return { layers, detail: await storeDetailNetwork(weights) };
  } finally {
    await weights.close();
  }
}

async function storeDetailNetwork(weights: WeightsFile) {
  const network = await openCheckpoint(detailCheckpoint);
  try {
    return await storeDetailLayers(network, weights);
  } finally {
    await network.close();
  }
}

/** Protects other files from a mistyped target. */
async function checkReplaceable(folder: string): Promise<void> {
  const ours = new Set<string>([...Object.values(modelFiles), ...formerModelFiles]);
  const names = await readdir(folder).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return [];
    throw new RenderError('request_invalid', `${folder} is not a folder (${errnoOf(error) ?? 'unknown'}).`, {
      cause: error,
    });
  });
  const other = names.find((name) => !ours.has(name));
  if (other === undefined) return;
  throw new RenderError(
    'request_invalid',
    `${folder} contains other files (${other}), which would be deleted. Name a folder for the model alone.`,
  );
}

/**
 * Fills a folder beside `folder` and moves it into place, replacing what is there unless that is
 * equal; leaves nothing behind if `fill` throws.
 */
async function replaceFolder(
  folder: string,
  isUpToDate: () => Promise<boolean>,
  fill: (unfinished: string) => Promise<void>,
): Promise<void> {
  const parent = path.dirname(path.resolve(folder));
  await mkdir(parent, { recursive: true });
  await removeStale(parent, unfinishedPrefix, staleAfterSeconds);
  const unfinished = await mkdtemp(path.join(parent, unfinishedPrefix));
  try {
    await fill(unfinished);
    await chmod(unfinished, 0o755);
    while (!(await tryMove(unfinished, folder)) && !(await isUpToDate())) {
      await rm(folder, { recursive: true, force: true });
    }
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Moves a folder to a path that is free or an empty folder. @returns whether that succeeded */
async function tryMove(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    (error: unknown) => {
      const errno = errnoOf(error);
      if (errno === 'ENOTEMPTY' || errno === 'EEXIST') return false;
      throw error;
    },
  );
}
