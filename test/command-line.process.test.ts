import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { packageInfo } from '../config/package-info.js';
import { packageRoot } from '../config/package-root.js';
import { avatar, startAvatar } from './fixtures/avatar-command.js';
import { Log } from './fixtures/log-lines.js';
import { paintedPicture, pngOf } from './fixtures/pictures.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';

const run = promisify(execFile);

/** The programs that people start, and a text of their help. */
const programs = [
  ['command/avatar', 'Usage: avatar-service [options] [command]'],
  ['command/demo', 'Usage: demo [options]'],
  ['bench/bench', 'Usage: bench [options]'],
  ['bench/durability', 'Usage: durability [options] [jobs] [kills]'],
  ['evaluate/evaluate', 'Usage: evaluate [options] [command]'],
] as const;

test.each(programs)('%s prints help and does nothing else', async (program, usage) => {
  const file = path.join(packageRoot, 'build', `${program}.js`);
  const { stdout, stderr } = await run(process.execPath, [file, '--help'], { cwd: await temporaryFolder() });
  expect(stdout).toContain(usage);
  expect(stderr).toBe('');
});

describe('avatar-service', () => {
  test.each(['--version', '-V'])('prints its version with %s', async (option) => {
    const end = await avatar(await temporaryFolder(), [option]);
    expect(end).toMatchObject({ exitCode: 0, stdout: `${packageInfo.version}\n`, stderr: '' });
  });

  test.each(['serve', 'local', 'render', 'import', 'add', 'list', 'inspect'])(
    'prints help of %s',
    async (name) => {
      const end = await avatar(await temporaryFolder(), [name, '--help']);
      expect(end).toMatchObject({ exitCode: 0, stderr: '' });
      expect(end.stdout).toContain(
        `Usage: avatar-service ${name === 'local' ? 'serve|local' : name === 'serve' ? 'serve|local' : name} `,
      );
    },
  );

  test('lists the portraits, with where they come from', async () => {
    const folder = await temporaryFolder();
    await mkdir(path.join(folder, 'models'));
    await writeFile(path.join(folder, 'models', 'ida.png'), await pngOf(paintedPicture(64, 64)));
    const end = await avatar(folder, ['list']);
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    expect(end.stdout.split('\n').slice(0, 2)).toEqual(['alice   bundled', 'amina   bundled']);
    expect(end.stdout).toMatch(/^ida {5}file:\/\/\/.*\/models$/m);
  });

  test('lists the voices as JSON', async () => {
    const end = await avatar(await temporaryFolder(), ['list', 'voices', '--json']);
    expect(JSON.parse(end.stdout)).toContainEqual({ id: 'awb', language: 'en-GB', engine: 'embedded' });
  });

  test('lists nothing else', async () => {
    const end = await avatar(await temporaryFolder(), ['list', 'checkpoints']);
    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toBe('request_invalid: checkpoints cannot be listed. Give portraits or voices.\n');
  });

  test('serves the whole service until it is interrupted', async () => {
    const folder = await temporaryFolder();
    const misspelt = { RENDER_DEADLINE: '60' };
    const { child, ended } = await startAvatar(folder, ['serve', '--port', '0', '--store', 'kept'], misspelt);
    if (!child.stdout || !child.stderr) throw new TypeError('its output is not piped');
    const log = new Log(child.stdout, child.stderr);
    const [listening] = await log.until('adapter.listening', 1, 110_000);
    expect(log.of('setting.unread')).toMatchObject([{ similar: 'RENDER_DEADLINE_SECONDS' }]);
    const answer = await fetch(new URL('/avatars', String(listening?.['url'])));
    expect(await answer.json()).toContainEqual(
      expect.objectContaining({ id: 'alice', imageUrl: '/avatars/alice.png' }),
    );
    // The function uses the same store.
    const form = new FormData();
    form.set('avatarId', 'alice');
    form.set('text', 'Hi.');
    const headers = { accept: 'video/mp4' };
    const render = new URL('/render?wait=100', String(listening?.['url']));
    const video = await fetch(render, { method: 'POST', body: form, headers });
    expect([video.status, video.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    expect(await readdir(path.join(folder, 'kept'))).toContain('videos');
    const events = await fetch(String(listening?.['eventsUrl']), { method: 'POST', body: 'no event' });
    expect(events.status).toBe(400);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ exitCode: 0, signal: null });
  });

  test('serve names an invalid port', async () => {
    const end = await avatar(await temporaryFolder(), ['serve', '--port', 'http']);
    expect(end).toMatchObject({ exitCode: 2 });
    expect(end.stderr).toContain('--port is "http", and must be a port, 0 to 65535');
  });
});
