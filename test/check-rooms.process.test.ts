import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { packageRoot } from '../config/package-root.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';

const cruiser = path.join(packageRoot, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

const rules = {
  folders: { engine: [] },
  tools: [],
  rooms: {
    of: 'engine',
    order: ['upper', 'lower'],
    never: { upper: ['hidden'] },
    top: ['run.ts'],
    maxFiles: 2,
    maxLines: 5,
  },
};

const sound = {
  'engine/run.ts': "import { high } from './upper/high.js';\nhigh();\n",
  'engine/upper/high.ts': "import { low } from '../lower/low.js';\nexport const high = () => low;\n",
  'engine/lower/low.ts': 'export const low = 1;\n',
};

/** Writes a small program with its rules. */
async function tree(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries({ ...sound, ...files })) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  await writeFile(path.join(folder, 'import-rules.json'), JSON.stringify(rules));
  await cp(path.join(packageRoot, '.dependency-cruiser.cjs'), path.join(folder, '.dependency-cruiser.cjs'));
  return folder;
}

async function checkRooms(folder: string) {
  const script = path.join(packageRoot, 'scripts', 'check-rooms.mjs');
  const { exitCode, stderr } = await execa(process.execPath, [script, folder], { reject: false });
  return { exitCode, faults: stderr.split('\n') };
}

async function checkImports(folder: string) {
  const parameters = [cruiser, '--output-type', 'err', '.'];
  const { exitCode, stdout } = await execa(process.execPath, parameters, { cwd: folder, reject: false });
  return { exitCode, faults: stdout };
}

test('a tree that keeps the rules passes', async () => {
  const folder = await tree();
  expect(await checkRooms(folder)).toEqual({ exitCode: 0, faults: [''] });
  expect(await checkImports(folder)).toMatchObject({ exitCode: 0 });
});

test('check-rooms names each file and folder that breaks a rule', async () => {
  const folder = await tree({
    'engine/foreign.ts': 'export const foreign = 1;\n',
    'engine/unlisted/file.ts': 'export const file = 1;\n',
    'engine/lower/second.ts': 'export const second = 2;\n',
    'engine/lower/third.ts': 'export const third = 3;\n',
    'engine/lower/third.test.ts': 'export const tests = "do not count";\n'.repeat(9),
    'engine/upper/long.ts': '// a line\n'.repeat(6),
  });
  const { exitCode, faults } = await checkRooms(folder);
  expect(exitCode).toBe(1);
  expect(faults.sort()).toEqual([
    'engine/foreign.ts: move it into a room, or list it in rooms.top of import-rules.json',
    'engine/lower has 3 product files; at most 2: divide it',
    'engine/unlisted: give the folder its place in rooms.order of import-rules.json',
    'engine/upper/long.ts has 6 lines; at most 5: divide it',
  ]);
});

test('the import rules name a circle of folders without a circle of files', async () => {
  const folder = await tree({
    'engine/upper/other.ts': 'export const other = 1;\n',
    'engine/lower/low.ts': "import { other } from '../upper/other.js';\nexport const low = other;\n",
  });
  const { exitCode, faults } = await checkImports(folder);
  expect(exitCode).toBe(1);
  expect(faults).toContain('lower-below: engine/lower/low.ts → engine/upper/other.ts');
});
