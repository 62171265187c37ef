import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../config/package-root.js';
import { importCheckpoint } from '../function/render/model/import.js';
import { readManifest } from '../function/render/model/manifest.js';
import { calibrate } from '../test/fixtures/calibrate.js';
import { randomNetwork } from '../test/fixtures/random-network.js';
import { writeZipCheckpoint } from '../test/fixtures/torch-file.js';

const folder = path.join(packageRoot, 'build', 'bench-model');
const seed = 1;

/** A full-size Wav2Lip with random, calibrated weights, imported with its reference graph. */
export async function benchModel(): Promise<{ checkpoint: string; graphs: string }> {
  const checkpoint = path.join(folder, 'random.pth');
  const graphs = path.join(folder, 'random.graphs');
  // Graphs of an older importer are made again.
  if (!(await readManifest(graphs))?.reference) {
    await mkdir(folder, { recursive: true });
    const network = randomNetwork(seed, 1);
    await calibrate(network, seed + 1);
    await writeZipCheckpoint(checkpoint, [...network.values()]);
    await importCheckpoint(checkpoint, graphs, { reference: true });
  }
  return { checkpoint, graphs };
}
