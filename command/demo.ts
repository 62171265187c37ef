import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createLogger } from '../config/logger.js';
import { packageRoot } from '../config/package-root.js';
import { readSettings } from '../config/settings.js';
import { RenderError } from '../errors/render-error.js';
import { startLocalService } from '../events/local/local-service.js';
import { jobSchema } from '../events/adapter/jobs/job-document.js';
import { interruptible } from './interrupt.js';
import { showProgress } from './progress-bar.js';
import { reportError } from './report-error.js';

/*
 * Demonstrates the service: starts all of it, renders a bundled portrait with a bundled voice, or with
 * `--text`, through POST /render, saves the video, and exits.
 */

const avatarId = 'alice';
const voice = path.join(packageRoot, 'voices', 'hello.flac');
const pollIntervalMs = 300;
const out = 'demo.mp4';

const acceptedSchema = z.object({ jobId: z.string(), statusUrl: z.string() });

try {
  const { text, voice: speechVoice } = readArguments();
  await interruptible((signal) => demo(text, speechVoice, signal));
} catch (thrown) {
  reportError(thrown);
}

/** @throws RenderError `request_invalid` */
function readArguments(): { text?: string | undefined; voice?: string | undefined } {
  try {
    return parseArgs({ options: { text: { type: 'string' }, voice: { type: 'string' } } }).values;
  } catch (error) {
    throw new RenderError('request_invalid', 'Use: npm run demo -- [--text TEXT [--voice ID]]', {
      cause: error,
    });
  }
}

async function demo(
  text: string | undefined,
  speechVoice: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const data = await mkdtemp(path.join(os.tmpdir(), 'avatar-demo-'));
  const settings = readSettings({
    ...process.env,
    PORT: '0',
    STORE: pathToFileURL(data).href,
    LOG_LEVEL: 'error',
  });
  process.stderr.write('starting the service …\n');
  const service = await startLocalService(
    settings,
    { STORE: pathToFileURL(data).href, LOG_LEVEL: 'error' },
    createLogger('local', 'error'),
  );
  const progress = showProgress(process.stderr);
  try {
    await service.functionProcess.ready();
    if (service.functionProcess.failed) {
      throw new RenderError('internal', 'The function did not start; the reason is printed above.');
    }
    const statusUrl = new URL(await requestRender(service.url, text, speechVoice, signal), service.url);
    for (;;) {
      const response = await fetch(statusUrl, { headers: { accept: 'application/json' }, signal });
      const job = jobSchema.parse(await response.json());
      if (job.state === 'completed') break;
      if (job.error) throw new RenderError(job.error.code, job.error.message);
      if (job.stage && job.stage !== 'store') {
        progress.report({ stage: job.stage, framesDone: job.framesDone ?? 0, frames: job.frames });
      }
      await sleep(pollIntervalMs, undefined, { signal });
    }
    const video = await fetch(statusUrl, { headers: { accept: 'video/mp4' }, signal });
    await writeFile(out, Buffer.from(await video.arrayBuffer()));
    progress.end();
    process.stdout.write(`${avatarId} speaks: ${path.resolve(out)}\n`);
  } finally {
    progress.end();
    await service.close();
    await rm(data, { recursive: true, force: true });
  }
}

/** @returns the job's statusUrl */
async function requestRender(
  url: string,
  text: string | undefined,
  speechVoice: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  const form = new FormData();
  form.set('avatarId', avatarId);
  form.set('motion', 'alive');
  if (text === undefined) form.set('voice', new Blob([await readFile(voice)]), path.basename(voice));
  else form.set('text', text);
  if (text !== undefined && speechVoice !== undefined) form.set('voice', speechVoice);
  const response = await fetch(new URL('/render', url), { method: 'POST', body: form, signal });
  if (!response.ok) throw new RenderError('internal', `POST /render answered: ${await response.text()}`);
  return acceptedSchema.parse(await response.json()).statusUrl;
}
