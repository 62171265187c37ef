import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { fakeProgram } from '../../../test/fixtures/fake-program.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { Ffmpeg } from '../ffmpeg/ffmpeg.js';
import { encodeVideo } from './encode.js';

/* Other options give other bytes: results that are cached, and their hashes, would change. */
test.each([{}, { format: 'mp4', xmp: 'packet' }] as const)(
  'an MP4 is encoded with the options that it always had, for %j',
  async (chosen) => {
    const scratch = await temporaryFolder();
    const record = `require('fs').writeFileSync(${JSON.stringify(path.join(scratch, 'options'))}, process.argv.slice(2).join('\\n')); process.stdin.resume();`;
    const ffmpeg = new Ffmpeg(await fakeProgram(scratch, 'ffmpeg', record));
    const picture = { width: 64, height: 48, planes: new Uint8Array(64 * 48 * 1.5) };
    const region = { x: 2, y: 4, width: 16, height: 8 };
    const sound = { inputOptions: ['-f', 'f32le'], file: 'sound.f32' };
    const settings = { VIDEO_PRESET: 'veryfast', VIDEO_CRF: 18, THREADS: 2 } as const;
    const source = { picture, region, changes: Readable.from([]), sound };
    const target = { frames: 3, fps: 25, scratch, file: 'out.mp4', settings, ...chosen };
    await encodeVideo(ffmpeg, source, target, new AbortController().signal);
    const raw = (size: string) =>
      `-f rawvideo -threads 1 -pixel_format yuv420p -video_size ${size} -framerate 25 -i`;
    const filters = [
      '[0:v]loop=loop=2:size=1[base]',
      '[base][1:v]overlay=x=2:y=4:shortest=1:format=yuv420[video]',
      '[2:a:0]aformat=channel_layouts=stereo|mono[voice]',
    ].join(';');
    const options = (await readFile(path.join(scratch, 'options'), 'utf8')).replaceAll('\n', ' ');
    expect(options).toBe(
      [
        '-hide_banner -nostdin -loglevel error -y -filter_complex_threads 2',
        ...[raw('64x48'), path.join(scratch, 'picture.yuv'), raw('16x8'), 'pipe:0 -f f32le -i sound.f32'],
        `-filter_complex ${filters} -map [video] -map [voice]`,
        '-c:v libx264 -preset veryfast -crf 18 -threads 1',
        '-x264-params mvrange=16:b-adapt=0:me=dia:subme=1:partitions=none -bsf:v filter_units=remove_types=6',
        '-pix_fmt yuv420p -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709',
        '-c:a aac -b:a 160k -map_metadata -1 -movflags +faststart -f mp4 out.mp4',
      ].join(' '),
    );
  },
);
