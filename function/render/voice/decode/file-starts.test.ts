import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../../errors/render-error.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { findStarts } from './file-starts.js';
import { declaredWavEnd, wavInputOptions } from '../container/wav-chunks.js';

const never = new AbortController().signal;

async function fileOf(...parts: readonly (string | Buffer)[]): Promise<string> {
  const file = path.join(await temporaryFolder(), 'voice');
  await writeFile(
    file,
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))),
  );
  return file;
}

/** A page of Ogg without content that begins a stream. */
const page = Buffer.concat([Buffer.from('OggS\0\x02', 'latin1'), Buffer.alloc(21)]);

describe('findStarts', () => {
  test.each([
    [
      'Ogg, whose streams do not follow each other',
      'Ogg',
      Buffer.alloc(3_000_000, Buffer.concat([page, Buffer.of(0)])),
    ],
    ['WAV', 'WAV', Buffer.alloc(3_000_000, 'RIFF\0\0\0\0WAVE')],
    ['MP4', 'MP4', Buffer.alloc(400_000, '\0\0\0\x08ftyp')],
  ])('finds no more files than are enough in a file of beginnings of %s', async (_, name, bytes) => {
    const found = await findStarts(await fileOf(bytes), name, 101, never);
    expect(found).toHaveLength(101);
    expect(found[1]).toBe(name === 'Ogg' ? 28 : name === 'WAV' ? 12 : 8);
  });

  test('refuses an Ogg file of a thousand streams that follow each other', async () => {
    const reading = findStarts(await fileOf(Buffer.alloc(27 * 2000, page)), 'Ogg', 101, never);
    await expect(reading).rejects.toMatchObject({ code: 'voice_unreadable', details: { limit: 1000 } });
  });

  test('refuses a file of nothing but the first bytes of WAV', async () => {
    const file = await fileOf(Buffer.alloc(4 * 600_000, 'RIFF'));
    await expect(findStarts(file, 'WAV', 101, never)).rejects.toMatchObject({ code: 'voice_unreadable' });
  });

  test('stops with the reason of the signal', async () => {
    const reason = new RenderError('deadline_exceeded', 'too late');
    const stopped = AbortSignal.abort(reason);
    for (const [name, bytes] of [
      ['Ogg', page],
      ['MP4', Buffer.from('\0\0\0\x08ftyp', 'latin1')],
    ] as const) {
      await expect(findStarts(await fileOf(bytes), name, 101, stopped)).rejects.toBe(reason);
    }
  });
});

test('a WAV with a million chunks is refused', async () => {
  const file = await fileOf('RIFF\xff\xff\xff\x7fWAVE', Buffer.alloc(8_000_000, 'junk\0\0\0\0'));
  await expect(wavInputOptions(file, never)).rejects.toMatchObject({
    code: 'voice_unreadable',
    message: 'The voice has more than 10000 WAV chunks. Save it again as WAV, MP3, or FLAC.',
  });
  await expect(declaredWavEnd(file, never)).rejects.toMatchObject({ code: 'voice_unreadable' });
});
