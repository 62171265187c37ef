import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../config/package-root.js';
import { isClone, trackedFiles } from '../fixtures/fresh-copy.js';
import { npmPack } from '../fixtures/packed-files.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const run = promisify(execFile);

const maxBytes = 30_000_000;
/** What a user's clone has besides the tracked files and the build. */
const usersFiles = [
  '.env',
  'avatars/me.png',
  'avatars/previews/me.png',
  'build/bench.json',
  'build/evaluation/sheet.png',
  'build/.tsbuildinfo',
  'coverage/index.html',
  'data/jobs/1.json',
  'demo.mp4',
  'models/maria.json',
  'models/maria.png',
  'models/previews/maria.png',
  'models/wav2lip-open.graphs/model.json',
  'models/wav2lip_gan.graphs/model.json',
  'models/wav2lip_gan.pth',
  'npm-debug.log',
  'page/notes.ts',
  'voices/my-voice.wav',
];

/** Creates empty files of these names: a package is listed by names alone. */
async function touch(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), '');
  }
}

describe.runIf(isClone)('the package', () => {
  test('has the same files from a fresh and from a used clone', async () => {
    const built = await readdir(path.join(packageRoot, 'build'), { recursive: true, withFileTypes: true });
    const names = built
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(packageRoot, path.join(entry.parentPath, entry.name)));
    const tracked = await trackedFiles();
    const lists: (readonly string[])[] = [];
    for (const extra of [[], usersFiles]) {
      const folder = await temporaryFolder();
      await touch(folder, [...tracked, ...names, ...extra]);
      await cp(path.join(packageRoot, 'package.json'), path.join(folder, 'package.json'));
      lists.push((await npmPack(folder, ['--dry-run', '--ignore-scripts'])).paths);
    }
    const [fresh = [], used] = lists;
    expect(used).toEqual(fresh);
    const shipped = (folder: string) => fresh.filter((name) => name.startsWith(`${folder}/`));
    for (const folder of ['avatars', 'models', 'voices']) {
      expect(shipped(folder)).toEqual(tracked.filter((name) => name.startsWith(`${folder}/`)).sort());
    }
    expect(fresh.filter((name) => !/^(avatars|build|models|page|voices|events)\//.test(name))).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'NOTICE',
      'README.md',
      'package.json',
      'scripts/skip-downloads.mjs',
    ]);
    expect(
      fresh.filter((name) => /\.test\.|\.map$|(?<!\.d)\.ts$|^build\/(test|bench|scripts)\//.test(name)),
    ).toEqual([]);
  });

  test('has every file that its exports name, with types, in less than 30 MB', async () => {
    const { size, paths } = await npmPack(packageRoot, ['--dry-run', '--ignore-scripts']);
    expect(size).toBeLessThan(maxBytes);
    const manifest: unknown = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8'));
    const target = z.union([z.string(), z.object({ types: z.string(), default: z.string() })]);
    const { exports, bin } = z
      .object({ exports: z.record(z.string(), target), bin: z.record(z.string(), z.string()) })
      .parse(manifest);
    const named = [...Object.values(exports), ...Object.values(bin)]
      .flatMap((entry) => (typeof entry === 'string' ? entry : [entry.types, entry.default]))
      .map((name) => path.posix.normalize(name));
    expect(named).toContain('build/library/index.d.ts');
    for (const name of named) {
      if (name.includes('*')) continue;
      expect(paths).toContain(name);
      // Each module has its types, also those that they import.
      if (name.endsWith('.js')) expect(paths).toContain(name.replace(/\.js$/, '.d.ts'));
    }
    expect(paths).toContain('build/function/render/compose/kernel/kernel.wasm');
  });
});

describe('the preinstall script of the package', () => {
  /** Installs the package and others. @returns what the script of onnxruntime-node writes then */
  async function installing(
    environment: Readonly<Record<string, string>>,
    others: Readonly<Record<string, object>> = {},
  ): Promise<string> {
    const project = await temporaryFolder();
    const modules = path.join(project, 'node_modules');
    const [own, dependency] = [path.join(modules, 'avatar-service'), path.join(modules, 'onnxruntime-node')];
    const script = path.join('scripts', 'skip-downloads.mjs');
    const manifests = {
      'package.json': { dependencies: { 'avatar-service': '*' } },
      'node_modules/avatar-service/package.json': {
        name: 'avatar-service',
        dependencies: { 'onnxruntime-node': '*' },
      },
      'node_modules/onnxruntime-node/package.json': { name: 'onnxruntime-node', version: '1.0.0' },
      ...others,
    };
    for (const [name, manifest] of Object.entries(manifests)) {
      await mkdir(path.dirname(path.join(project, name)), { recursive: true });
      await writeFile(path.join(project, name), JSON.stringify(manifest));
    }
    await mkdir(path.join(own, 'scripts'));
    await mkdir(path.join(dependency, 'script'));
    await cp(path.join(packageRoot, script), path.join(own, script));
    await writeFile(path.join(dependency, 'script', 'install.js'), "process.stdout.write('downloading')");
    const env = { PATH: process.env['PATH'], ...environment };
    await run(process.execPath, [script], { cwd: own, env });
    return (await run(process.execPath, ['./script/install'], { cwd: dependency, env })).stdout;
  }

  test('keeps onnxruntime-node from downloading CUDA libraries, unless they are asked for', async () => {
    expect(await installing({})).toBe('');
    expect(await installing({ ONNXRUNTIME_NODE_INSTALL: 'cuda12' })).toBe('downloading');
    expect(await installing({ npm_config_onnxruntime_node_install: 'cuda12' })).toBe('downloading');
  });

  test.each([
    ['the project', 'package.json'],
    ['another package', 'node_modules/transformers/package.json'],
    ['another package of a scope', 'node_modules/@scope/transformers/package.json'],
  ])('leaves onnxruntime-node alone if %s depends on it, too', async (_, name) => {
    const others = { [name]: { dependencies: { 'onnxruntime-node': '*' } } };
    expect(await installing({}, others)).toBe('downloading');
  });

  test('succeeds without onnxruntime-node', async () => {
    const script = path.join(packageRoot, 'scripts', 'skip-downloads.mjs');
    const copy = path.join(await temporaryFolder(), 'skip-downloads.mjs');
    await cp(script, copy);
    expect(await run(process.execPath, [copy])).toEqual({ stdout: '', stderr: '' });
  });
});
