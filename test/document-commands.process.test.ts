import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../config/package-root.js';
import { documentCommands } from './fixtures/document-commands.js';
import { startService, type RunningService } from './fixtures/running-service.js';
import { tone } from './fixtures/signals.js';
import { waveFile } from './fixtures/wave-file.js';

const run = promisify(execFile);
const blocks = documentCommands();

test('the documents have commands, and a mark without a reason does not count', () => {
  expect(blocks.length).toBeGreaterThan(20);
  for (const { document, line, reason } of blocks) {
    if (reason !== undefined) expect(reason.length, `${document}:${String(line)}`).toBeGreaterThan(15);
  }
});

/** The commands that ask a service, in the order of each document, against one with the tiny network. */
describe('the commands of', () => {
  let service: RunningService;
  let folder: string;
  beforeAll(async () => {
    service = await startService({ WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}` });
    folder = await mkdtemp(path.join(os.tmpdir(), 'avatar-documents-'));
    const portrait = path.join(packageRoot, 'avatars', 'amina.png');
    for (const name of ['ida.jpg', 'group.jpg', 'maria.png', 'IMG_0001.jpg'])
      await cp(portrait, path.join(folder, name));
    await cp(path.join(packageRoot, 'voices'), path.join(folder, 'voices'), { recursive: true });
    for (const name of ['clip.wav', 'voice.wav'])
      await writeFile(path.join(folder, name), waveFile(tone(0.3)));
    await writeFile(path.join(folder, 'request.json'), await requestEvent());
    await strictCurl(path.join(folder, 'bin'));
  });
  afterAll(async () => {
    await service.close();
    await rm(folder, { recursive: true, force: true });
  });

  const asking = blocks.filter(({ asksService, reason }) => asksService && reason === undefined);
  test.each([...new Set(asking.map(({ document }) => document))])('%s work', async (document) => {
    let jobId = await acceptedJob(service.url);
    for (const { commands, line } of asking.filter((block) => block.document === document)) {
      for (const command of commands) {
        const said = await run('bash', ['-euo', 'pipefail', '-c', concrete(command, service, jobId)], {
          cwd: folder,
          env: {
            PATH: `${path.join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
            JOB_ID: jobId,
            API_KEY: 'any',
          },
        }).catch((error: unknown) => {
          throw new Error(`${document}:${String(line)} failed: ${command}`, { cause: error });
        });
        jobId = /"jobId":"([^"]+)"/.exec(said.stdout)?.[1] ?? jobId;
      }
    }
  });
});

/** The event that the README shows. */
async function requestEvent(): Promise<string> {
  const readme = await readFile(path.join(packageRoot, 'README.md'), 'utf8');
  return /^```json\n(.*?)^```$/ms.exec(readme)?.[1] ?? '';
}

/** Asks this service, about this job. */
function concrete(command: string, { url, eventsUrl }: RunningService, jobId: string): string {
  return command
    .replaceAll('http://localhost:8080', url)
    .replaceAll('localhost:8080', new URL(url).host)
    .replaceAll('localhost:8081', new URL(eventsUrl).host)
    .replaceAll('<jobId>', jobId)
    .replaceAll(/(?<=\/status\/|\/render\/)[0-9a-f]{8}-[0-9a-f-]{27}/g, jobId);
}

async function acceptedJob(url: string): Promise<string> {
  const form = new FormData();
  form.set('avatarId', 'alice');
  form.set('voice', new Blob([new Uint8Array(waveFile(tone(0.3)))]), 'clip.wav');
  const response = await fetch(new URL('/render', url), { method: 'POST', body: form });
  return /"jobId":"([^"]+)"/.exec(await response.text())?.[1] ?? '';
}

/** A curl that fails with the problem of an answer, as a reader of the documents would notice. */
async function strictCurl(bin: string): Promise<void> {
  await mkdir(bin);
  const script = `#!/bin/bash
curl=$(PATH=\${PATH#*:} command -v curl)
case " $* " in
  *' --fail '*) exec "$curl" --max-time 100 "$@" ;;
  *) exec "$curl" --max-time 100 --fail-with-body "$@" ;;
esac
`;
  await writeFile(path.join(bin, 'curl'), script);
  await chmod(path.join(bin, 'curl'), 0o755);
}
