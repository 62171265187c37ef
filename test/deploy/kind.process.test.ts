import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../config/package-root.js';
import { validateManifest } from '../fixtures/knative-models.js';
import { buildKustomization, renamedImages } from '../fixtures/kustomization.js';

const read = (file: string) => readFile(path.join(packageRoot, file), 'utf8');
const built = () => buildKustomization(['deploy/kind']);

async function objectOf(kind: string, name: string) {
  const found = (await built()).filter((each) => each.kind === kind && each.metadata.name === name);
  return found.find(({ apiVersion }) => kind !== 'Service' || apiVersion.startsWith('serving')) ?? found[0];
}

describe('the manifests for a laptop', () => {
  test("match Knative's schemas, and need no GPU", async () => {
    const documents = await built();
    for (const document of documents) validateManifest(document);
    expect(JSON.stringify(documents)).not.toContain('nvidia.com/gpu');
  });

  test('have a bucket with the name, region, and credentials that the service uses', async () => {
    const settings = z
      .object({ data: z.object({ MODEL_BUCKET: z.string(), AWS_REGION: z.string() }) })
      .parse(await objectOf('ConfigMap', 'avatar-settings')).data;
    const deployment = JSON.stringify(await objectOf('Deployment', 'avatar-bucket'));
    expect(deployment).toContain(`"mkdir","-p","/data/${settings.MODEL_BUCKET}"`);
    expect(deployment).toContain(`"--region","${settings.AWS_REGION}"`);
    const { stringData } = z
      .object({ stringData: z.record(z.string(), z.string()) })
      .parse(await objectOf('Secret', 'avatar-bucket'));
    expect(Object.keys(stringData)).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_ENDPOINT_URL_S3',
    ]);
    expect(stringData['AWS_ENDPOINT_URL_S3']).toBe('http://avatar-bucket:7070');
  });

  test('are applied by a script that builds and renames the images of the manifests', async () => {
    const file = path.join(packageRoot, 'deploy', 'kind', 'run.sh');
    expect(spawnSync('bash', ['-n', file]).status).toBe(0);
    const script = await read('deploy/kind/run.sh');
    for (const { name } of await renamedImages()) {
      const target = name.replace(/.*avatar-service-/, '');
      // There is no GPU in a laptop's cluster.
      if (target === 'function-gpu') continue;
      expect(script).toContain(`--target ${target} `);
      expect(script).toContain(`- name: ${name}\n    newName: dev.local/avatar-service-${target}\n`);
    }
    // It needs the file that it runs at its end.
    expect(script).toContain('\nexamples/render.sh "$url" result.mp4\n');
  });
});

describe('the workflows', () => {
  const steps = z.array(z.looseObject({ run: z.string().optional() }));
  const workflow = z.object({ jobs: z.record(z.string(), z.looseObject({ steps })) });

  test('build every image', async () => {
    const { jobs } = workflow.parse(parse(await read('.github/workflows/ci.yml')));
    const matrix = z.object({ strategy: z.object({ matrix: z.object({ include: z.array(z.unknown()) }) }) });
    const { include } = matrix.parse(jobs['images']).strategy.matrix;
    const targets = include.map((each) => z.object({ target: z.string() }).parse(each).target);
    const stages = [...(await read('Dockerfile')).matchAll(/^FROM \S+ AS ([\w-]+)$/gm)].map(
      ([, name]) => name,
    );
    expect(targets).toEqual(['adapter', 'function', 'cpu', 'function-gpu', 'gpu']);
    expect(stages).toEqual(expect.arrayContaining(targets));
  });

  test('apply the manifests to a cluster with the same script', async () => {
    const { jobs } = workflow.parse(parse(await read('.github/workflows/kind.yml')));
    expect(jobs['kind']?.steps.map(({ run }) => run)).toContain('deploy/kind/run.sh');
  });
});
