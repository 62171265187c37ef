import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { z } from 'zod';
import { createLogger } from '../config/logger.js';
import { packageRoot } from '../config/package-root.js';
import { readSettings } from '../config/settings.js';
import { RenderError } from '../errors/render-error.js';
import { startLocalService } from '../events/local/local-service.js';
import { jobSchema } from '../events/adapter/jobs/job-document.js';
import { checkTarget } from '../library/video-target.js';
import { replaceFile } from '../storage/files/replace-file.js';
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

const acceptedSchema = z.object({ jobId: z.string(), statusUrl: z.string() });

interface DemoOptions {
  readonly text?: string;
  readonly voice?: string;
  readonly out: string;
}

const given = new Command('demo')
  .description('Starts the whole service, lets a bundled portrait speak, and saves the video.')
  .option('--text <text>', 'what it says, instead of a bundled recording')
  .option('--voice <id>', 'the voice that speaks the text, for example rms')
  .option('--out <file>', 'path of the MP4', 'demo.mp4')
  .parse()
  .opts<DemoOptions>();

try {
  await interruptible((signal) => demo(given, signal));
} catch (thrown) {
  reportError(thrown);
}

async function demo({ text, voice: speechVoice, out }: DemoOptions, signal: AbortSignal): Promise<void> {
  await checkTarget(out, '--out', []);
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
    { STORE: pathToFileURL(data).href, LOG_LEVEL: 'error', METRICS_PORT: '0' },
    createLogger('local', { LOG_LEVEL: 'error' }),
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
    const bytes = Buffer.from(await video.arrayBuffer());
    await replaceFile(out, (unfinished) => writeFile(unfinished, bytes));
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
