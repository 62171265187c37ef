import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../config/package-root.js';

const envs = z.array(z.strictObject({ name: z.string().min(1), value: z.string() }));
const amounts = { cpu: z.string(), memory: z.string() };
const probePath = z.string().startsWith('/');

/**
 * What func reads of a func.yaml, as its JSON Schema has it (knative/func, schema/func_yaml-schema.json,
 * specVersion 0.36.0): the parts used here, and like there no field besides.
 */
const funcSchema = z.strictObject({
  specVersion: z.literal('0.36.0'),
  created: z.iso.datetime(),
  name: z.string().regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/),
  runtime: z.enum(['go', 'node', 'python', 'quarkus', 'rust', 'springboot', 'typescript']),
  invoke: z.enum(['http', 'cloudevent']),
  build: z.strictObject({ builder: z.enum(['pack', 's2i', 'host']), buildEnvs: envs }),
  deploy: z.strictObject({
    options: z.strictObject({
      scale: z.strictObject({ min: z.int().min(0), max: z.int().min(0) }),
      resources: z.strictObject({
        requests: z.strictObject(amounts),
        limits: z.strictObject({ ...amounts, concurrency: z.int().min(0) }),
      }),
    }),
    healthEndpoints: z.strictObject({ liveness: probePath, readiness: probePath }),
  }),
});

async function read(file: string): Promise<string> {
  return readFile(path.join(packageRoot, file), 'utf8');
}

describe('func.yaml', () => {
  test('has the fields that func knows, and no other', async () => {
    expect(funcSchema.safeParse(parse(await read('func.yaml'))).error).toBeUndefined();
  });

  test('sends events, and renders one job at a time', async () => {
    const { invoke, deploy } = funcSchema.parse(parse(await read('func.yaml')));
    expect(invoke).toBe('cloudevent');
    expect(deploy.options.resources.limits.concurrency).toBe(1);
    expect(deploy.options.scale).toEqual({ min: 0, max: 5 });
  });

  test('builds with a script that there is', async () => {
    const { build } = funcSchema.parse(parse(await read('func.yaml')));
    const script = build.buildEnvs.find(({ name }) => name === 'BP_NODE_RUN_SCRIPTS')?.value ?? '';
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await read('package.json')));
    expect(Object.keys(scripts)).toContain(script);
  });

  test.each([{ specVersion: '0.36' }, { subscription: [] }, { invoke: 'events' }])(
    'with %j would be seen',
    async (wrong) => {
      const right = z.record(z.string(), z.unknown()).parse(parse(await read('func.yaml')));
      expect(funcSchema.safeParse({ ...right, ...wrong }).success).toBe(false);
    },
  );
});
