import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fakeGpuProbe, type SimulatedMachine } from '../../../test/fixtures/fake-gpu-probe.js';
import { fakeProgram } from '../../../test/fixtures/fake-program.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { chooseEncoder, encoderOptions } from './choose-encoder.js';
import { Ffmpeg } from '../ffmpeg/ffmpeg.js';

const gpu: SimulatedMachine = { libraries: ['libnvidia-encode.so.1'], gpus: 1 };

/** An ffmpeg that records its arguments and then runs `script`. */
async function ffmpeg(script: string) {
  const folder = await temporaryFolder();
  const notes = path.join(folder, 'notes');
  const note = `require('fs').writeFileSync(${JSON.stringify(notes)}, process.argv.slice(2).join(' '));`;
  const program = await fakeProgram(folder, 'ffmpeg', `${note}\n${script}`);
  return { program, calledWith: () => readFile(notes, 'utf8').catch(() => undefined) };
}

test('chooseEncoder starts no process without a GPU', async () => {
  const { program, calledWith } = await ffmpeg('');
  expect(await chooseEncoder({ VIDEO_ENCODER: 'auto' }, new Ffmpeg(program), await fakeGpuProbe({}))).toBe(
    'x264',
  );
  expect(await calledWith()).toBeUndefined();
});

test('chooseEncoder returns x264 if it is requested, even with a GPU', async () => {
  const { program, calledWith } = await ffmpeg('');
  expect(await chooseEncoder({ VIDEO_ENCODER: 'x264' }, new Ffmpeg(program), await fakeGpuProbe(gpu))).toBe(
    'x264',
  );
  expect(await calledWith()).toBeUndefined();
});

test.each(['auto', 'nvenc'] as const)(
  'chooseEncoder with %s returns nvenc if the GPU encodes a frame',
  async (encoder) => {
    const { program, calledWith } = await ffmpeg('');
    expect(
      await chooseEncoder({ VIDEO_ENCODER: encoder }, new Ffmpeg(program), await fakeGpuProbe(gpu)),
    ).toBe('nvenc');
    expect(await calledWith()).toContain('-c:v h264_nvenc');
  },
);

const unknown = 'console.error("Unknown encoder \'h264_nvenc\'"); process.exitCode = 8;';

test('chooseEncoder with auto returns x264 if the GPU cannot encode', async () => {
  const { program } = await ffmpeg(unknown);
  expect(await chooseEncoder({ VIDEO_ENCODER: 'auto' }, new Ffmpeg(program), await fakeGpuProbe(gpu))).toBe(
    'x264',
  );
});

test.each([
  ['no GPU', {}, '', 'there is no NVIDIA GPU. Start containers with --gpus all'],
  [
    'no encoding library',
    { gpus: 1 },
    '',
    "the driver's encoding library (libnvidia-encode.so.1) was not found. In a container, NVIDIA_DRIVER_CAPABILITIES must contain video",
  ],
  ['an ffmpeg without NVENC', gpu, unknown, "ffmpeg ended with exit code 8: Unknown encoder 'h264_nvenc'"],
] as const)('chooseEncoder rejects nvenc with %s', async (_, parts, script, why) => {
  const { program } = await ffmpeg(script);
  await expect(
    chooseEncoder({ VIDEO_ENCODER: 'nvenc' }, new Ffmpeg(program), await fakeGpuProbe(parts)),
  ).rejects.toMatchObject({
    code: 'encoder_unavailable',
    message: `VIDEO_ENCODER=nvenc is unavailable: ${why}`,
  });
});

const settings = { VIDEO_PRESET: 'fast', VIDEO_CRF: 21, THREADS: 3 } as const;

test('encoderOptions gives both encoders the same quality value', () => {
  expect(encoderOptions('x264', settings, { height: 768 }).join(' ')).toBe(
    '-c:v libx264 -preset fast -crf 21 -threads 3 -x264-params mvrange=16 -bsf:v filter_units=remove_types=6',
  );
  expect(encoderOptions('nvenc', settings, { height: 768 }).join(' ')).toBe(
    '-c:v h264_nvenc -preset p4 -rc vbr -cq 21 -b:v 0',
  );
});

test('encoderOptions suits the preset veryfast to moving heads', () => {
  const options = encoderOptions('x264', { ...settings, VIDEO_PRESET: 'veryfast' }, { height: 768 });
  expect(options[options.indexOf('-x264-params') + 1]).toBe(
    'mvrange=16:b-adapt=0:me=dia:subme=1:partitions=none',
  );
});

test('encoderOptions lets the frames of a streamed video out early', () => {
  const options = encoderOptions('x264', settings, { height: 768, isStreamed: true });
  expect(options[options.indexOf('-x264-params') + 1]).toBe(
    'mvrange=16:rc-lookahead=5:sync-lookahead=0:ipratio=1.1',
  );
});

test.each([
  [64, 16, '1'],
  [192, 16, '2'],
  [768, 2, '2'],
  [768, 16, '4'],
])('encoderOptions encodes %d rows with THREADS=%d on %s', (height, threads, expected) => {
  const options = encoderOptions('x264', { ...settings, THREADS: threads }, { height });
  expect(options[options.indexOf('-threads') + 1]).toBe(expected);
});
