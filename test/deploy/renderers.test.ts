import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildKustomization } from '../fixtures/kustomization.js';
import type { ManifestDocument } from '../fixtures/manifest-documents.js';

const rabbitmq = 'deploy/rabbitmq';
const jobsink = 'deploy/jobsink';
const gpu = 'deploy/gpu';
const cpu = 'deploy/cpu';

function containersOf(documents: readonly ManifestDocument[]) {
  const environment = z.array(z.object({ name: z.string(), value: z.string().optional() }));
  const resources = z.looseObject({ limits: z.record(z.string(), z.string()) });
  const container = z.looseObject({ name: z.string(), env: environment.default([]), resources });
  const template = z.looseObject({
    template: z.looseObject({ spec: z.looseObject({ containers: z.tuple([container]) }) }),
  });
  return documents
    .filter(({ kind }) => kind === 'Service' || kind === 'JobSink')
    .map(({ spec }) => {
      const inner = z.looseObject({ job: z.looseObject({ spec: template }) }).safeParse(spec);
      const [found] = (inner.success ? inner.data.job.spec : template.parse(spec)).template.spec.containers;
      const threads = found.env.find(({ name }) => name === 'THREADS')?.value;
      return { name: found.name, threads, limits: found.resources.limits };
    });
}

describe('the renderers', () => {
  test.each([[[]], [[jobsink]], [[rabbitmq, jobsink]]])(
    'need no GPU with the components %j',
    async (components) => {
      expect(JSON.stringify(await buildKustomization(components))).not.toContain('nvidia.com/gpu');
    },
  );

  test.each([[[gpu], 1] as const, [[jobsink, gpu], 2] as const, [[gpu, jobsink], 2] as const])(
    'each have one GPU with the components %j, and nothing else has one',
    async (components, count) => {
      const withGpu = containersOf(await buildKustomization(components)).filter(
        ({ limits }) => 'nvidia.com/gpu' in limits,
      );
      expect(withGpu.map(({ name }) => name)).toEqual(Array.from({ length: count }, () => 'function'));
      for (const { limits } of withGpu)
        expect(limits).toEqual({ cpu: '2', memory: '4Gi', 'nvidia.com/gpu': '1' });
    },
  );

  test.each([
    [[], '2'],
    [[jobsink], '2'],
    [[cpu], '4'],
    [[jobsink, cpu], '4'],
    [[cpu, jobsink], '4'],
  ])('compute with as many threads as they have cores, with the components %j', async (components, cores) => {
    const renderers = containersOf(await buildKustomization(components)).filter(
      ({ name }) => name === 'function',
    );
    expect(renderers).toHaveLength(components.includes(jobsink) ? 2 : 1);
    for (const { threads, limits } of renderers) expect([threads, limits['cpu']]).toEqual([cores, cores]);
  });

  test('are the same in both orders of the components', async () => {
    for (const other of [gpu, cpu]) {
      const [before, after] = await Promise.all([
        buildKustomization([other, jobsink]),
        buildKustomization([jobsink, other]),
      ]);
      expect(before).toEqual(after);
    }
  });
});
