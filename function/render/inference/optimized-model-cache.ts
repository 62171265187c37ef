import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { env, InferenceSession } from 'onnxruntime-node';
import { modelFiles } from '../model/model-files.js';

/** Smaller constants stay in the graph. */
const minExternalBytes = 1024;

/**
 * Loads a graph for the CPU. Most of the loading time goes into fusing nodes and reordering weights
 * for this processor, so the optimized graph is saved beside the model if that is writable, or else in
 * `cacheFolder`, and loaded the next time. There is one for each version of onnxruntime and each kind
 * of processor. If nothing can be saved, loading just takes longer.
 */
export async function loadOptimized(
  folder: string,
  file: string,
  options: InferenceSession.SessionOptions,
  cacheFolder: string,
): Promise<InferenceSession> {
  const saved = await cacheFolderFor(folder, file, cacheFolder);
  const isSaved = await access(path.join(saved, file)).then(
    () => true,
    () => false,
  );
  if (isSaved) {
    try {
      const graph = path.join(saved, file);
      return await InferenceSession.create(graph, { ...options, graphOptimizationLevel: 'disabled' });
    } catch {
      // Incomplete after a power cut or an interrupted copy. It is made again; otherwise every start
      // would fail.
      await rm(saved, { recursive: true, force: true }).catch(() => undefined);
    }
  }
  return optimize(path.join(folder, file), saved, options);
}

/** Optimizes a graph and saves the result in a folder that appears completely or not at all. */
async function optimize(graph: string, saved: string, options: InferenceSession.SessionOptions) {
  let unfinished: string | undefined;
  try {
    await mkdir(path.dirname(saved), { recursive: true });
    unfinished = await mkdtemp(`${saved}.`);
    const session = await InferenceSession.create(graph, {
      ...options,
      optimizedModelFilePath: path.join(unfinished, path.basename(graph)),
      extra: {
        session: {
          optimized_model_external_initializers_file_name: modelFiles.weights,
          optimized_model_external_initializers_min_size_in_bytes: String(minExternalBytes),
        },
      },
    });
    // Another process may have been faster; then this copy is removed.
    await rename(unfinished, saved).catch(() => undefined);
    return session;
  } catch {
    return await InferenceSession.create(graph, options);
  } finally {
    if (unfinished !== undefined) await rm(unfinished, { recursive: true, force: true });
  }
}

async function cacheFolderFor(folder: string, file: string, cacheFolder: string): Promise<string> {
  const flags = await readFile('/proc/cpuinfo', 'utf8').then(
    (text) => /^flags\s*:(.*)$/m.exec(text)?.[1] ?? '',
    () => '',
  );
  const machine = shortHash(env.versions.common, process.arch, os.cpus()[0]?.model ?? '', flags);
  const name = `${path.basename(file, '.onnx')}-${machine}`;
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (writable) return path.join(folder, modelFiles.optimized, name);
  const manifest = await readFile(path.join(folder, modelFiles.manifest), 'utf8').catch(() => folder);
  return path.join(cacheFolder, modelFiles.optimized, shortHash(manifest), name);
}

function shortHash(...texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16);
}
