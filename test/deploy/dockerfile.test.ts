import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';

interface Stage {
  readonly name: string;
  readonly base: string;
  readonly text: string;
}

const dockerfile = readFileSync(path.join(packageRoot, 'Dockerfile'), 'utf8');

const stages: Stage[] = dockerfile
  .split(/^(?=FROM )/m)
  .slice(1)
  .map((text) => {
    const [, base = '', name = ''] = /^FROM (\S+) AS (\S+)$/m.exec(text) ?? [];
    return { name, base, text };
  });

/** A stage and those that it is based on, from the last to the first. */
function chainOf(name: string): Stage[] {
  const stage = stages.find((each) => each.name === name);
  return stage ? [stage, ...chainOf(stage.base)] : [];
}

/** All lines of an image's stages. */
const contentOf = (name: string) =>
  chainOf(name)
    .map(({ text }) => text)
    .join('\n');

/** Lines that continue with a backslash, as one. */
const instructions = (text: string) => text.replaceAll(/\\\n\s*/g, ' ').split('\n');

const images = ['adapter', 'function', 'function-gpu', 'gpu', 'cpu'];

describe('the Dockerfile', () => {
  test('builds the service for the CPU by default, on the slim image of Node', () => {
    expect(stages.at(-1)?.name).toBe('cpu');
    expect(chainOf('cpu').at(-1)?.base).toBe('node:${NODE_TAG}');
    for (const name of ['adapter', 'function', 'cpu']) expect(contentOf(name)).not.toMatch(/cuda|nvidia/i);
  });

  test('builds the images for GPUs on the base with CUDA', () => {
    for (const name of ['function-gpu', 'gpu']) {
      expect(chainOf(name).at(-1)?.base).toBe('nvidia/cuda:${CUDA_TAG}');
      expect(contentOf(name)).toContain('COPY --from=function-gpu-modules /app/node_modules');
    }
  });

  test.each(images)('runs %s as a numbered user that is not root, with a health check', (name) => {
    const lines = instructions(contentOf(name));
    const users = lines.filter((line) => line.startsWith('USER '));
    expect(users).toHaveLength(1);
    expect(users[0]).toMatch(/^USER [1-9]\d*:[1-9]\d*$/);
    expect(lines.filter((line) => line.startsWith('HEALTHCHECK ')).length).toBeGreaterThan(0);
  });

  test.each(['function', 'function-gpu', 'gpu', 'cpu'])(
    'lets each user write to /data in %s, and only there',
    (name) => {
      const lines = instructions(contentOf(name));
      expect(lines.some((line) => line.includes('install -d -m 1777 /data /data/cache /data/tmp'))).toBe(
        true,
      );
      const environment = lines.filter((line) => line.startsWith('ENV ')).join(' ');
      expect(environment).toContain('CACHE_DIR=/data/cache');
      expect(environment).toContain('TMPDIR=/data/tmp');
      expect(environment).toContain('HOME=/data');
      expect(lines).toContain('VOLUME /data');
      // A name in /etc/passwd would make one user the only one.
      expect(contentOf(name)).not.toMatch(/useradd|--chown/);
    },
  );

  test.each(['function', 'function-gpu', 'gpu', 'cpu'])(
    'limits the areas of memory of threads in %s, as the local service and func.yaml do',
    (name) => {
      const environment = instructions(contentOf(name)).filter((line) => line.startsWith('ENV '));
      expect(environment.join(' ')).toContain(' MALLOC_ARENA_MAX=2 ');
    },
  );

  test('copies from stages that exist', () => {
    const names = new Set(stages.map(({ name }) => name));
    for (const [, from = ''] of dockerfile.matchAll(/COPY --from=(\S+)/g)) expect(names).toContain(from);
  });
});
