import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { withScratchDir } from '../storage/files/scratch-dir.js';
import { benchFace, benchPicture, benchVoice } from './bench-media.js';
import { benchModel } from './bench-model.js';
import { coldStart } from './cold-start.js';
import { firstPicture } from './first-picture.js';
import { networkSpeed } from './network-speed.js';
import { row, streamRows } from './table.js';
import { pytorchSpeed } from './pytorch.js';
import { wholeRender, type WholeRender } from './whole-render.js';

/*
 * `npm run bench [-- --quick] [--out FILE]`: the speed and memory of the network and of whole renders,
 * with a full-size checkpoint of random weights. Everything is measured in one run, so that the ratios
 * hold on a busy machine. `--quick` leaves out the voices of one and ten minutes.
 */

const { quick = false, out } = new Command('bench')
  .description('Measures the speed and memory of the network and of whole renders. Takes minutes.')
  .option('--quick', 'leave out the voices of one and ten minutes')
  .option('--out <file>', 'JSON file for the figures', path.join('build', 'bench.json'))
  .parse()
  .opts<{ quick?: boolean; out: string }>();
const threads = Math.min(2, os.availableParallelism());
const batchFrames = 8;
const side = 512;
const timedVoiceSeconds = 30;
const fps = 25;

const { checkpoint, graphs } = await benchModel();

await withScratchDir(async (scratch) => {
  const picture = path.join(scratch, 'picture.png');
  await benchPicture(picture, side);
  const network = await networkSpeed(graphs, await readFile(picture), side, {
    frames: batchFrames,
    rounds: 15,
    threads,
  });
  const pytorch = await pytorchSpeed(checkpoint, batchFrames, threads);

  const renders: WholeRender[] = [];
  for (const voiceSeconds of quick ? [10, timedVoiceSeconds] : [10, timedVoiceSeconds, 60, 600]) {
    const voice = path.join(scratch, `voice-${String(voiceSeconds)}.wav`);
    await benchVoice(voice, voiceSeconds);
    const files = { graphs, picture, face: benchFace(side), voice, out: path.join(scratch, 'video.mp4') };
    renders.push(await wholeRender(files, voiceSeconds, threads));
  }

  const quickVoice = path.join(scratch, 'voice-1.wav');
  await benchVoice(quickVoice, 1);
  const cold = await coldStart(graphs, quickVoice, scratch, { rounds: quick ? 3 : 7, threads });

  const timedVoice = path.join(scratch, `voice-${String(timedVoiceSeconds)}.wav`);
  const stream = await firstPicture({ voiceFile: timedVoice }, scratch, {
    rounds: quick ? 1 : 3,
    threads,
  });

  const perSecond = (name: string, value: number) =>
    row(name, `${value.toFixed(1)} frames/s`, `${(value / network.referencePerSecond).toFixed(2)} ×`);
  const table = [
    row('measurement', 'speed', 'relative to the reference graph'),
    row('---', '---', '---'),
    ...(pytorch ? [perSecond(`PyTorch ${pytorch.torch}`, pytorch.framesPerSecond)] : []),
    perSecond('reference graph', network.referencePerSecond),
    perSecond('fast path, without detail', network.fastPerSecond),
    perSecond('fast path, with detail', network.detailPerSecond),
    ...renders
      .filter(({ voiceSeconds }) => voiceSeconds === timedVoiceSeconds)
      .map(({ voiceSeconds, seconds }) =>
        perSecond(
          `whole render of ${String(voiceSeconds)} s, process start to MP4`,
          (voiceSeconds * fps) / seconds,
        ),
      ),
    '',
    row('voice', 'time', 'real-time factor', 'peak memory', 'including ffmpeg'),
    row('---', '---', '---', '---', '---'),
    ...renders.map(({ voiceSeconds, seconds, peakMiB, peakWithFfmpegMiB }) =>
      row(
        `${String(voiceSeconds)} s`,
        `${seconds.toFixed(1)} s`,
        `${(voiceSeconds / seconds).toFixed(2)} ×`,
        `${peakMiB.toFixed(0)} MiB`,
        `${peakWithFfmpegMiB.toFixed(0)} MiB`,
      ),
    ),
    '',
    row('cold start', 'seconds'),
    row('---', '---'),
    row('process start to ready', cold.readySeconds.toFixed(2)),
    row('CPU time until ready', cold.readyCpuSeconds.toFixed(2)),
    row('first event to first frame', cold.firstFrameSeconds.toFixed(2)),
    '',
    ...streamRows(stream),
  ].join('\n');
  const machine = {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    threads,
    node: process.version,
    platform: `${os.platform()} ${os.release()}`,
  };
  process.stdout.write(
    `${machine.cpu}, ${String(threads)} threads, Node ${machine.node}; full-size network, ${String(side)} × ${String(side)}\n\n${table}\n`,
  );
  await writeFile(
    out,
    `${JSON.stringify({ machine, batchFrames, network, pytorch: pytorch ?? null, renders, cold, stream }, null, 2)}\n`,
  );
});
