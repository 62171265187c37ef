import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../config/package-root.js';
import { funcSchema } from '../fixtures/func-schema.js';

async function read(file: string): Promise<string> {
  return readFile(path.join(packageRoot, file), 'utf8');
}

async function funcYaml() {
  return funcSchema.parse(parse(await read('func.yaml')));
}

describe('func.yaml', () => {
  test("is valid by func's schema", async () => {
    expect(funcSchema.safeParse(parse(await read('func.yaml'))).error).toBeUndefined();
  });

  test('has the version of the schema, and the TypeScript runtime', async () => {
    expect(await funcYaml()).toMatchObject({ specVersion: '0.36.0', runtime: 'typescript' });
  });

  test('is invoked with CloudEvents, and renders one job at a time', async () => {
    const { invoke, deploy } = await funcYaml();
    expect(invoke).toBe('cloudevent');
    expect(deploy?.options?.resources?.limits?.concurrency).toBe(1);
    expect(deploy?.options?.scale).toEqual({ min: 0, max: 5 });
  });

  test('limits the areas of memory of threads', async () => {
    expect((await funcYaml()).run?.envs).toContainEqual({ name: 'MALLOC_ARENA_MAX', value: '2' });
  });

  test('builds with a script of package.json', async () => {
    const { build } = await funcYaml();
    const script = build?.buildEnvs?.find(({ name }) => name === 'BP_NODE_RUN_SCRIPTS')?.value;
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await read('package.json')));
    expect(Object.keys(scripts)).toContain(script);
  });
});

describe("func's schema", () => {
  const minimal = { specVersion: '0.36.0', created: '2026-11-23T00:00:00Z' };

  test.each([
    {},
    { created: '2026-11-23T00:00:00.123456+01:00' },
    { build: { builder: 's2i', git: { url: 'https://example.com/a.git' }, buildpacks: [] } },
    { run: { envs: [{ name: 'A', value: '{{ env:A }}' }], volumes: [{ secret: 'a', path: '/a' }] } },
    { deploy: { labels: [{ key: 'example.com/team', value: 'video' }], deployer: 'keda' } },
    { deploy: { subscriptions: [{ source: 'default', filters: { type: 'render.requested' } }] } },
  ])('accepts %j', (fields) => {
    expect(funcSchema.safeParse({ ...minimal, ...fields }).error).toBeUndefined();
  });

  test.each([
    { specVersion: 0.36 },
    { created: 'yesterday' },
    { name: 'Avatar Function' },
    { invoke: 'events' },
    { subscription: [] },
    { build: { builder: 'host' } },
    { build: { buildEnvs: [{ name: 'A B', value: '1' }] } },
    { run: { volumes: [{ secret: 'a', configMap: 'b', path: '/a' }] } },
    { run: { volumes: [{ path: '/a' }] } },
    { run: { kafka: { brokers: 'a' } } },
    { deploy: { options: { scale: { min: -1 } } } },
    { deploy: { options: { scale: { utilization: 101 } } } },
    { deploy: { options: { resources: { limits: { memory: '4 GiB' } } } } },
    { deploy: { labels: [{ key: '-a' }] } },
    { deploy: { healthEndpoints: { startup: '/health' } } },
    { deploy: { subscriptions: [{}] } },
  ])('rejects %j', (fields) => {
    expect(funcSchema.safeParse({ ...minimal, ...fields }).success).toBe(false);
  });
});
