import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import dockerignore from '@balena/dockerignore';
import { expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';

/** What `docker build` sends to the engine: every file of the project that `.dockerignore` lets in. */
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

test('whatever a source in the context imports is in it, too, so that the image can be built', () => {
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

test('what is copied into an image from the build is in the context, or made of it', () => {
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

test.each(['tsconfig.json', 'page/tsconfig.json', 'package-lock.json', '.npmrc', 'models/wav2lip-open.pth'])(
  '%s is in the context',
  (file) => {
    expect(files.has(file)).toBe(true);
  },
);

test('nothing is that somebody keeps beside the sources', () => {
  const kept = ['models/wav2lip_gan.pth', 'data/jobs/a/outcome.json', '.env', 'node_modules/zod/index.js'];
  const rules = dockerignore.default().add(read('.dockerignore'));
  expect(rules.filter(kept)).toEqual([]);
});
