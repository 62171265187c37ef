import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { packageInfo } from '../../config/package-info.js';
import { freshCopy, isClone } from '../fixtures/fresh-copy.js';
import { mp4Boxes } from '../fixtures/media.js';
import { npmPack } from '../fixtures/packed-files.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const run = promisify(execFile);

/** Addresses that refuse connections, as behind a firewall that lets only the npm registry through. */
const unreachable = {
  GLOBAL_AGENT_HTTPS_PROXY: 'http://127.0.0.1:9',
  FFMPEG_BINARIES_URL: 'http://127.0.0.1:9',
};

describe.runIf(isClone)('npm pack in a fresh clone, and npm install in an empty project', () => {
  test('give a command that renders, without NuGet and GitHub', async () => {
    const folder = await temporaryFolder();
    const clone = path.join(folder, 'avatar-service');
    await freshCopy(clone);
    // `prepack` builds it.
    const { filename, paths } = await npmPack(clone, []);
    // The same from a used clone, with a private portrait, a checkpoint, and the output of a deleted source.
    for (const name of [
      'models/wav2lip_gan.pth',
      'models/maria.png',
      'avatars/me.png',
      'build/command/deleted.js',
    ]) {
      await writeFile(path.join(clone, name), '');
    }
    expect((await npmPack(clone, ['--dry-run'])).paths).toEqual(paths);

    const project = path.join(folder, 'project');
    await run('mkdir', [project]);
    await writeFile(path.join(project, 'package.json'), '{"name":"project","private":true}');
    const environment = {
      ...process.env,
      ...unreachable,
      HOME: folder,
      CACHE_DIR: path.join(folder, 'cache'),
    };
    const inProject = (program: string, ...parameters: string[]) =>
      run(program, parameters, { cwd: project, env: environment });
    const options = ['--prefer-offline', '--no-audit', '--no-fund'];
    await inProject('npm', 'install', ...options, path.join(clone, filename));
    expect((await inProject('npx', 'avatar-service', '--version')).stdout).toBe(`${packageInfo.version}\n`);
    const render = ['render', '--avatar', 'alice', '--text', 'Good morning.', '--out', 'out.mp4'];
    expect((await inProject('npx', 'avatar-service', ...render)).stdout).toMatch(/wav2lip-open\.pth\)\n$/);
    expect(mp4Boxes(await readFile(path.join(project, 'out.mp4')))).toContain('moov');
  });
});
