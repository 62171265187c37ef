import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { importCheckpoint } from './import.js';
import { readManifest } from './manifest.js';

describe('readManifest', () => {
  test.each([
    ['is missing', undefined],
    ['is not JSON', '{"importer": 1'],
    ['is of another importer', '{"importer": 0}'],
    ['lacks a field', '{"importer": 5, "reference": true}'],
  ])('returns undefined for a manifest that %s', async (_, text) => {
    const folder = await temporaryFolder();
    if (text !== undefined) await writeFile(path.join(folder, 'model.json'), text);
    expect(await readManifest(folder)).toBeUndefined();
  });

  test('returns undefined for an older importer, so the model is imported again', async () => {
    const graphs = path.join(await temporaryFolder(), 'graphs');
    const manifest = await importCheckpoint(tinyModel().zip, graphs);
    await writeFile(path.join(graphs, 'model.json'), JSON.stringify({ ...manifest, importer: 0 }));
    expect(await readManifest(graphs)).toBeUndefined();
    await importCheckpoint(tinyModel().zip, graphs);
    expect(await readManifest(graphs)).toEqual(manifest);
  });
});
