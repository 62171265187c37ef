import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { importCheckpoint } from '../function/render/model/import.js';
import { calibrate } from './fixtures/calibrate.js';
import { randomNetwork } from './fixtures/random-network.js';
import { tinyNarrowing, tinySeed, tinyStep } from './fixtures/tiny-model.js';
import { writeLegacyCheckpoint, writeZipCheckpoint } from './fixtures/torch-file.js';

/** Creates the network that most tests use. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'avatar-tests-'));
  const network = randomNetwork(tinySeed, tinyNarrowing);
  await calibrate(network, tinySeed);
  const tensors = [...network.values()];
  const zip = path.join(folder, 'tiny.pth');
  const legacy = path.join(folder, 'tiny-legacy.pth');
  const graphs = path.join(folder, 'tiny.graphs');
  await writeZipCheckpoint(zip, tensors, tinyStep);
  await writeLegacyCheckpoint(legacy, tensors, tinyStep);
  await importCheckpoint(zip, graphs, { reference: true });
  project.provide('tinyModel', { zip, legacy, graphs });
  return () => rm(folder, { recursive: true, force: true });
}
