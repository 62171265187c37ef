import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createOutcome } from '../../events/status/outcome.js';
import { findFfmpeg } from '../../function/render/ffmpeg/find.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { cancelled, requested } from '../fixtures/events.js';
import { isRunning } from '../fixtures/fake-program.js';
import { servedVoice } from '../fixtures/held-voice.js';
import { eventIn, sendEvent } from '../fixtures/send-event.js';
import { functionEnvironment, startFunction } from '../fixtures/service-function.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

/** A function whose ffmpeg sends itself the signal of the first file `fault-…` of the folder when it encodes. */
async function started() {
  const folder = await temporaryFolder();
  const environment = await functionEnvironment(folder);
  const { path: ffmpeg } = await findFfmpeg(environment['FFMPEG_PATH']);
  const program = path.join(folder, 'ffmpeg');
  const script = `#!/bin/sh
case "$*" in *rawvideo*)
  for fault in '${folder}'/fault-*; do
    [ -e "$fault" ] || break
    signal=$(cat "$fault")
    rm "$fault"
    echo $$ > '${folder}/pid'
    kill -"$signal" $$
    break
  done
esac
exec '${ffmpeg}' "$@"
`;
  await writeFile(program, script);
  await chmod(program, 0o755);
  return { folder, ...(await startFunction({ ...environment, FFMPEG_PATH: program })) };
}

describe('an ffmpeg that', () => {
  test('is killed twice while it encodes costs two attempts, and the third completes', async () => {
    const { folder, url, log } = await started();
    for (const fault of ['1', '2']) await writeFile(path.join(folder, `fault-${fault}`), 'KILL');
    const event = requested('job', { voiceUrl: await servedVoice(0.2) });
    for (const attempt of [1, 2]) {
      const refused = await sendEvent(url, event);
      expect([refused.status, attempt], refused.text).toEqual([503, attempt]);
      expect(refused.text).toMatch(/^ffmpeg_failed: ffmpeg ended with signal SIGKILL/);
    }
    expect(eventIn(await sendEvent(url, event)).type).toBe('render.completed');
    expect(log.of('render.started').map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  test('stopped is killed when its job is canceled', async () => {
    const { folder, url } = await started();
    await writeFile(path.join(folder, 'fault-1'), 'STOP');
    const answer = sendEvent(url, requested('job', { voiceUrl: await servedVoice(0.2) }));
    const pid = await vi.waitFor(
      async () => Number((await readFile(path.join(folder, 'pid'), 'utf8')).trim() || Number.NaN),
      { timeout: 100_000 },
    );
    expect(isRunning(pid)).toBe(true);
    await createOutcome(new FolderStore(path.join(folder, 'store')), 'job', cancelled('job'));
    expect(eventIn(await answer).type).toBe('render.cancelled');
    expect(isRunning(pid)).toBe(false);
  });
});
