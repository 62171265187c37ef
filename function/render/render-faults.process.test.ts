import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readSettings, type Settings } from '../../config/settings.js';
import { fakeProgram, isRunning, pidRecorder } from '../../test/fixtures/fake-program.js';
import { ffmpeg } from '../../test/fixtures/media.js';
import { centeredFace, paintedPicture, pngOf } from '../../test/fixtures/pictures.js';
import { tone } from '../../test/fixtures/signals.js';
import { failingWorker } from '../../test/fixtures/worker-tasks.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { smallNetworks } from '../../test/fixtures/small-networks.js';
import { tinyModel } from '../../test/fixtures/tiny-model.js';
import { waveFile } from '../../test/fixtures/wave-file.js';
import { render } from './render.js';
import type { RenderProgress } from './render-progress.js';
import { Wav2LipEngine } from './inference/engine.js';
import { Ffmpeg } from './ffmpeg/ffmpeg.js';

let engine: Wav2LipEngine;
let scratch: string;

beforeAll(async () => {
  engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
});
afterAll(() => engine.close());
beforeEach(async () => {
  scratch = await temporaryFolder();
});

interface Circumstances {
  readonly program?: string;
  readonly seconds?: number;
  readonly settings?: Partial<Settings>;
  readonly signal?: AbortSignal;
  readonly report?: (progress: RenderProgress) => void;
}

async function rendering({
  program,
  seconds = 20,
  settings,
  signal = new AbortController().signal,
  report = () => undefined,
}: Circumstances) {
  const picture = paintedPicture(128, 128);
  const avatar = { id: 'x', bytes: await pngOf(picture), face: centeredFace(picture) };
  const voice = path.join(scratch, 'source.wav');
  await writeFile(voice, waveFile(tone(seconds, 300)));
  const renderer = {
    engine,
    networks: smallNetworks,
    ffmpeg: program === undefined ? await ffmpeg() : new Ffmpeg(program),
    settings: { ...readSettings({}), ...settings },
  };
  return render({ avatar, voice: { file: voice }, fps: 25 }, renderer, { scratch, report, signal });
}

/** ffmpeg that notes its process ids, and what became of them. */
async function watched(): Promise<{ program: string; pids: () => Promise<number[]> }> {
  const notes = path.join(scratch, 'pids');
  const program = await pidRecorder(scratch, (await ffmpeg()).path, notes);
  return { program, pids: async () => (await readFile(notes, 'utf8')).trim().split('\n').map(Number) };
}

test('an abort during encoding rejects with its reason and ends every ffmpeg', async () => {
  const { program, pids } = await watched();
  const stop = new AbortController();
  let seen = 0;
  const report = ({ framesDone }: RenderProgress) => {
    seen = framesDone;
    if (framesDone === 50) stop.abort(new Error('canceled'));
  };
  await expect(rendering({ program, signal: stop.signal, report })).rejects.toThrow('canceled');
  // The decoder and the encoder; 20 s of voice are 500 frames.
  expect((await pids()).map(isRunning)).toEqual([false, false]);
  expect(seen).toBeLessThan(200);
});

test('render starts no process if the signal is already aborted', async () => {
  const { program, pids } = await watched();
  const signal = AbortSignal.abort(new Error('canceled'));
  await expect(rendering({ program, signal })).rejects.toThrow('canceled');
  await expect(pids()).rejects.toThrow('ENOENT');
});

test('render reports an engine that fails midway and ends every ffmpeg', async () => {
  const { program, pids } = await watched();
  const short = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
  const working = engine;
  engine = short;
  try {
    const report = ({ framesDone }: RenderProgress) => {
      if (framesDone === 20) void short.close();
    };
    await expect(rendering({ program, report })).rejects.toMatchObject({ code: 'inference_failed' });
  } finally {
    engine = working;
  }
  expect((await pids()).map(isRunning)).toEqual([false, false]);
});

test('render reports an encoder that dies midway, with its last messages', async () => {
  // Decodes with the real ffmpeg, and dies while it encodes.
  const program = await fakeProgram(
    scratch,
    'dying',
    `const parameters = process.argv.slice(2);
     if (!parameters.includes('libx264')) {
       const { status } = require('child_process').spawnSync(${JSON.stringify((await ffmpeg()).path)}, parameters, { stdio: 'inherit' });
       process.exit(status);
     }
     let chunks = 0;
     process.stdin.on('data', () => { if (++chunks === 5) { console.error('x264 has crashed'); process.exit(134); } });`,
  );
  await expect(rendering({ program })).rejects.toMatchObject({
    code: 'ffmpeg_failed',
    message: 'ffmpeg ended with exit code 134: x264 has crashed',
  });
});

test('render detects an encoder that drops frames', async () => {
  // Reports success, but encodes fewer frames.
  const program = await fakeProgram(
    scratch,
    'lazy',
    `const parameters = process.argv.slice(2);
     if (parameters.includes('libx264')) parameters.splice(-1, 0, '-frames:v', '10');
     const { status } = require('child_process').spawnSync(${JSON.stringify((await ffmpeg()).path)}, parameters, { stdio: 'inherit' });
     process.exit(status);`,
  );
  await expect(rendering({ program, seconds: 1 })).rejects.toMatchObject({
    code: 'video_broken',
    message: 'The video has frames 10; expected 25.',
  });
});

test.each(['prepare', 'draw'])(
  'a compositor that dies at %s fails its job, and renders the next one',
  async (task) => {
    const { program, pids } = await watched();
    const failed = failingWorker(task, 'dies');
    await expect(rendering({ program, seconds: 1 })).rejects.toMatchObject({ code: 'internal' });
    await failed;
    expect((await pids()).map(isRunning)).not.toContain(true);
    expect(await rendering({ seconds: 1 })).toMatchObject({ frames: 25 });
  },
);

test.each(['prepare', 'draw'])('an abort is obeyed while a thread hangs at %s', async (task) => {
  const { program, pids } = await watched();
  const stop = new AbortController();
  const failed = failingWorker(task, 'hangs');
  const canceled = expect(rendering({ program, signal: stop.signal })).rejects.toThrow('canceled');
  await failed;
  stop.abort(new Error('canceled'));
  await canceled;
  expect((await pids()).map(isRunning)).not.toContain(true);
});

test('render rejects a voice that is too long before it computes frames', async () => {
  const stages: string[] = [];
  await expect(
    rendering({ settings: { VOICE_MAX_SECONDS: 5 }, report: ({ stage }) => stages.push(stage) }),
  ).rejects.toMatchObject({ code: 'voice_too_long' });
  expect(stages).toEqual(['voice']);
});

test('render rejects a portrait that is too large before it computes frames', async () => {
  const stages: string[] = [];
  await expect(
    rendering({
      seconds: 1,
      settings: { PORTRAIT_MAX_PIXELS: 1000 },
      report: ({ stage }) => stages.push(stage),
    }),
  ).rejects.toMatchObject({ code: 'portrait_too_large' });
  expect(stages).toEqual(['voice', 'portrait']);
});

test('a voice that fails leaves no portrait on the engine for the next job', async () => {
  const setPortrait = vi.spyOn(engine, 'setPortrait');
  const pending = () => setPortrait.mock.settledResults.map(({ type }) => type === 'incomplete');
  const fault = { settings: { VOICE_MAX_BYTES: 10 } };
  await expect(rendering(fault)).rejects.toMatchObject({ code: 'voice_too_large' });
  // The only call has ended before render rejects, and no other follows.
  expect(pending()).toEqual([false]);
  await sleep(300);
  expect(pending()).toEqual([false]);
  await expect(setPortrait.mock.results[0]?.value).resolves.toBeUndefined();
  setPortrait.mockRestore();
});
