import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { jobSchema } from '../../events/adapter/jobs/job-document.js';
import { startLocal } from '../fixtures/local-process.js';
import { formRender, voiceBytes } from '../fixtures/render-request.js';
import { functionEnvironment } from '../fixtures/service-function.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const portraits = ['alice', 'amina', 'diego', 'henry', 'kenji', 'marcus', 'mei', 'zola'] as const;
const jobs = 160;
/** By then, every portrait was rendered, and every cache is filled. */
const warmUpJobs = 40;
/** Between two looks at the memory. */
const stepJobs = 4;

async function held(pid: number): Promise<{ megabytes: number; descriptors: number }> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  const descriptors = (await readdir(`/proc/${String(pid)}/fd`)).length;
  return { megabytes: Number(kilobytes) / 1024, descriptors };
}

test('the memory and the descriptors of a function do not grow with the jobs it has rendered', async () => {
  const { MODELS_DIR: _, ...environment } = await functionEnvironment(await temporaryFolder());
  const service = await startLocal({ ...environment, PORT: '0' });
  const pids = new Set<number>();
  const early: Awaited<ReturnType<typeof held>>[] = [];
  const late: typeof early = [];
  for (let job = 0; job < jobs; job++) {
    const avatarId = portraits[job % portraits.length] ?? '';
    const accepted = await fetch(
      `${service.url}/render`,
      formRender({ avatarId, voice: voiceBytes(200 + job) }),
    );
    expect(accepted.status).toBe(202);
    await accepted.body?.cancel();
    const status = new URL(`${accepted.headers.get('location') ?? ''}?wait=100`, service.url);
    const ended = await fetch(status, {
      headers: { accept: 'application/json' },
    });
    expect(jobSchema.parse(await ended.json()).state).toBe('completed');
    if (job >= warmUpJobs && job % stepJobs === 0) {
      const [pid = 0] = await service.children();
      pids.add(pid);
      (job < (jobs + warmUpJobs) / 2 ? early : late).push(await held(pid));
    }
  }
  const most = (list: typeof early, key: 'megabytes' | 'descriptors') =>
    Math.max(...list.map((each) => each[key]));
  // It was never restarted.
  expect(pids.size).toBe(1);
  expect(most(late, 'megabytes')).toBeLessThan(1.15 * most(early, 'megabytes'));
  expect(most(late, 'descriptors')).toBeLessThan(most(early, 'descriptors') + 10);
  // Without a limit on glibc's arenas it holds 500 MB by then.
  expect(most(late, 'megabytes')).toBeLessThan(400);
});
