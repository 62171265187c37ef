import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { packageRoot } from '../config/package-root.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';

test('npm start after a bare clone says what to run', async () => {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, 'scripts'));
  await cp(path.join(packageRoot, 'scripts', 'start.mjs'), path.join(folder, 'scripts', 'start.mjs'));
  await cp(path.join(packageRoot, 'package.json'), path.join(folder, 'package.json'));
  const { exitCode, stderr } = await execa('npm', ['start', '--silent'], { cwd: folder, reject: false });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('its dependencies are not installed and it is not built');
  expect(stderr).toContain('Run `npm run setup` once');
});
