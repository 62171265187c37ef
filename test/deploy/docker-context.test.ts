import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import dockerignore from '@balena/dockerignore';
import { expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';

/** The files that `docker build` sends to the engine: those that `.dockerignore` does not exclude. */
function contextFiles(): Set<string> {
  const rules = dockerignore.default().add(readFileSync(path.join(packageRoot, '.dockerignore'), 'utf8'));
  const files = readdirSync(packageRoot, { withFileTypes: true })
    .filter(({ name }) => !['.git', 'node_modules', 'build', 'data'].includes(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(path.join(packageRoot, entry.name), { recursive: true, encoding: 'utf8' }).map((name) =>
            path.join(entry.name, name),
          )
        : [entry.name],
    );
  return new Set(rules.filter(files));
}

const files = contextFiles();

function read(file: string): string {
  return readFileSync(path.join(packageRoot, file), 'utf8');
}

test('the Docker context contains every module that its sources import', () => {
  const missing = [...files]
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) =>
      [...read(file).matchAll(/(?:from|import\(|import) ?'(\.{1,2}\/[^']+)\.js'/g)].map(([, imported = '']) =>
        path.join(path.dirname(file), imported),
      ),
    )
    .filter((imported) => !files.has(`${imported}.ts`) && !files.has(`${imported}.tsx`));
  expect([...new Set(missing)]).toEqual([]);
});

test('the Docker context contains the source of every file that the Dockerfile copies from the build', () => {
  const copied = [...read('Dockerfile').matchAll(/^COPY --from=build \/app\/(\S+)/gm)].map(
    ([, from = '']) => from,
  );
  expect(copied.length).toBeGreaterThan(8);
  for (const from of copied) {
    if (from === 'build') continue;
    const source = from.startsWith('build/') ? from.slice('build/'.length) : from;
    expect(files.has(source) || [...files].some((file) => file.startsWith(`${source}/`)), from).toBe(true);
  }
});

test('the Docker context contains the source of every program that the Dockerfile runs', () => {
  const programs = [...read('Dockerfile').matchAll(/^.*&& node build\/(\S+)\.js/gm)].map(
    ([, name = '']) => name,
  );
  expect(programs).toEqual(['scripts/bundle-page', 'scripts/convert-face-networks']);
  for (const program of programs) expect(files.has(`${program}.ts`), program).toBe(true);
});

test.each([
  'tsconfig.json',
  'page/tsconfig.json',
  'package-lock.json',
  'models/wav2lip-open.pth',
  'models/detail/detail.pth',
  'models/motion/head.onnx',
  'models/motion/lids.onnx',
  'models/motion/spread.json',
])('the Docker context contains %s', (file) => {
  expect(files.has(file)).toBe(true);
});

test('the Docker context excludes local models, data, settings, and packages', () => {
  const local = ['models/wav2lip_gan.pth', 'data/jobs/a/outcome.json', '.env', 'node_modules/zod/index.js'];
  const rules = dockerignore.default().add(read('.dockerignore'));
  expect(rules.filter(local)).toEqual([]);
});
