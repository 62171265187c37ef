import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { packageInfo } from '../../config/package-info.js';
import { packageRoot } from '../../config/package-root.js';
import { mp4Boxes } from '../fixtures/media.js';
import { npmPack } from '../fixtures/packed-files.js';
import { tinyModel } from '../fixtures/tiny-model.js';

const run = promisify(execFile);

/** A strict configuration of another project. */
const tsconfig = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    lib: ['es2023'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    outDir: 'out',
  },
  files: ['library.ts', 'README-document.ts', 'client-document.ts', 'library-document.ts', 'entries.ts'],
};

/** The documents with TypeScript, and a program that imports what they do not. */
const documents = ['README.md', 'docs/client.md', 'docs/library.md'];
const allEntries = `
  export * as entry from 'avatar-service/function';
  export * as events from 'avatar-service/events';
`;

/** The TypeScript of a document, as one program. */
async function documentedProgram(document: string): Promise<string> {
  const text = await readFile(path.join(packageRoot, document), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block = '']) => block).join('');
}

/** The packed package, unpacked in an otherwise empty project whose dependencies are linked from here. */
describe('another project that has installed the package', { timeout: 300_000 }, () => {
  let project: string;
  const environment = () => ({
    PATH: process.env['PATH'],
    FFMPEG_PATH: process.env['FFMPEG_PATH'],
    HOME: project,
    CACHE_DIR: path.join(project, 'cache'),
    WAV2LIP_CHECKPOINT: tinyModel().graphs,
    VIDEO_PRESET: 'ultrafast',
    THREADS: '1',
  });
  const node = (...parameters: string[]) =>
    run(process.execPath, parameters, { cwd: project, env: environment() });
  const command = path.join('node_modules', 'avatar-service', 'build', 'command', 'avatar.js');

  beforeAll(async () => {
    project = await projectWithPackage();
    return () => rm(project, { recursive: true, force: true });
  });

  test('runs its command', async () => {
    expect((await node(command, '--version')).stdout).toBe(`${packageInfo.version}\n`);
    const { stdout } = await node(command, 'render', '--avatar', 'alice', '--text', 'Hi.', '--out', 'hi.mp4');
    expect(stdout).toMatch(/^hi\.mp4: \d+ frames, .*tiny\.pth\)\n$/);
  });

  test('compiles the example of the library and the documents in strict TypeScript, and runs it', async () => {
    await cp(path.join(packageRoot, 'examples', 'library.ts'), path.join(project, 'library.ts'));
    for (const document of documents) {
      const program = `${path.parse(document).name}-document.ts`;
      await writeFile(path.join(project, program), await documentedProgram(document));
    }
    await writeFile(path.join(project, 'entries.ts'), allEntries);
    await writeFile(path.join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
    await node(path.join(packageRoot, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.');
    const { stdout } = await node('out/library.js', 'videos');
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^greeting\.mp4: \d+ frames, [\d.]+ s$/),
      'evening.mp4: done',
      expect.stringMatching(/^avatar_not_found: Portrait unknown does not exist\. Available: alice, /),
      '',
    ]);
    expect((await readdir(path.join(project, 'videos'))).sort()).toEqual(['evening.mp4', 'greeting.mp4']);
    expect(mp4Boxes(await readFile(path.join(project, 'videos', 'evening.mp4')))).toContain('moov');
  });

  test('finds wrong use of the library when it is compiled', async () => {
    const wrong =
      "import { renderVideo } from 'avatar-service';\nawait renderVideo({ portrait: 'alice', out: 'x.mp4' });\n";
    await writeFile(path.join(project, 'wrong.ts'), wrong);
    await writeFile(path.join(project, 'wrong.json'), JSON.stringify({ ...tsconfig, files: ['wrong.ts'] }));
    const compiling = node(
      path.join(packageRoot, 'node_modules', 'typescript', 'bin', 'tsc'),
      '-p',
      'wrong.json',
    );
    await expect(compiling).rejects.toMatchObject({
      stdout: expect.stringContaining('wrong.ts(2,') as string,
    });
  });

  test.each(['README.md', 'docs/library.md'])('runs the program in %s as text', async (document) => {
    const video = path.join(project, 'morning.mp4');
    await node('--input-type=module', '--eval', await documentedProgram(document));
    expect(mp4Boxes(await readFile(video))).toContain('moov');
    await rm(video);
  });

  test('imports the entry of the function and the contract of the events', async () => {
    const program = `
      const entry = await import('avatar-service/function');
      const events = await import('avatar-service/events');
      console.log(Object.keys(entry).sort().join(), 'render.requested' in events.eventData);
      process.exit();`;
    await writeFile(path.join(project, 'entries.js'), program);
    const { stdout } = await node('entries.js');
    expect(stdout).toBe('handle,init,liveness,readiness,shutdown true\n');
  });
});

async function projectWithPackage(): Promise<string> {
  const project = await mkdtemp(path.join(os.tmpdir(), 'avatar-project-'));
  const modules = path.join(project, 'node_modules');
  const { filename } = await npmPack(packageRoot, ['--ignore-scripts', '--pack-destination', project]);
  await run('tar', ['-xzf', filename], { cwd: project });
  await mkdir(modules);
  await rename(path.join(project, 'package'), path.join(modules, 'avatar-service'));
  for (const name of await readdir(path.join(packageRoot, 'node_modules'))) {
    if (name.startsWith('.')) continue;
    await symlink(path.join(packageRoot, 'node_modules', name), path.join(modules, name));
  }
  await writeFile(path.join(project, 'package.json'), '{"name":"project","private":true,"type":"module"}');
  return project;
}
