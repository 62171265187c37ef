import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';
import { kindOf } from '../../page/files/file-kind.js';
import { tone } from '../fixtures/signals.js';
import { waveFile } from '../fixtures/wave-file.js';

const dot = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });

describe('the kind of a file', () => {
  test('is that of real files, whatever they are called', async () => {
    expect(kindOf(waveFile(tone(0.1, 200)))).toEqual({ format: 'WAV', kind: 'sound' });
    const flac = await readFile(path.join(packageRoot, 'voices', 'hello.flac'));
    expect(kindOf(flac.subarray(0, 512))).toEqual({ format: 'FLAC', kind: 'sound' });
    const film = await readFile(path.join(packageRoot, 'page', 'film.mp4'));
    expect(kindOf(film.subarray(0, 512))).toEqual({ format: 'MP4', kind: 'sound' });
    const page = await readFile(path.join(packageRoot, 'page', 'index.html'));
    expect(kindOf(page.subarray(0, 512))).toEqual({ format: 'HTML', kind: 'other' });
    const words = await readFile(path.join(packageRoot, 'README.md'));
    expect(kindOf(words.subarray(0, 512))).toEqual({ format: 'TXT', kind: 'other' });
  });

  test.each([
    ['png', 'PNG'],
    ['jpeg', 'JPEG'],
    ['webp', 'WebP'],
    ['gif', 'GIF'],
    ['avif', 'AVIF'],
    ['tiff', 'TIFF'],
  ] as const)('of a picture in %s is a picture', async (format, name) => {
    expect(kindOf(await dot.clone().toFormat(format).toBuffer())).toEqual({ format: name, kind: 'picture' });
  });

  test.each([
    ['a frame of MP3', [0xff, 0xfb, 0x90, 0x64], 'MP3'],
    ['AAC in ADTS', [0xff, 0xf1, 0x50, 0x80], 'MP3'],
    ['WebM', [0x1a, 0x45, 0xdf, 0xa3], 'WebM'],
    ['a PDF', Array.from(Buffer.from('%PDF-1.7')), 'PDF'],
    ['a photo of a phone', Array.from(Buffer.from('\0\0\0\x24ftypheic')), 'HEIC'],
    ['noise', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], undefined],
    ['nothing', [], undefined],
  ])('of %s is that of its first bytes', (_, bytes, format) => {
    expect(kindOf(Uint8Array.from(bytes))?.format).toBe(format);
  });
});
