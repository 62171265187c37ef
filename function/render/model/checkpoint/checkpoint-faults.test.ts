import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { paintedPicture, pngOf } from '../../../../test/fixtures/pictures.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { writeArchive, writeLegacy } from '../../../../test/fixtures/torch-file.js';
import { PickleWriter } from '../../../../test/fixtures/torch-pickle.js';
import { openCheckpoint } from './checkpoint.js';

async function file(content: string | Uint8Array): Promise<string> {
  const name = path.join(await temporaryFolder(), 'checkpoint.pth');
  await writeFile(name, content);
  return name;
}

test('openCheckpoint rejects a path that does not exist', async () => {
  const name = path.join(await temporaryFolder(), 'none.pth');
  await expect(openCheckpoint(name)).rejects.toMatchObject({
    code: 'checkpoint_missing',
    message: `No checkpoint can be opened at ${name} (ENOENT).`,
  });
});

describe('openCheckpoint reports as unreadable', () => {
  test.each([
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 435801865\n'],
    ['an HTML page', '<!DOCTYPE html><html><title>Sign in to continue</title></html>'],
    ['a pickle of another object', new PickleWriter().integer(7).finish()],
    ['zeros', new Uint8Array(1000)],
  ])('%s', async (_, content) => {
    await expect(openCheckpoint(await file(content))).rejects.toMatchObject({
      code: 'checkpoint_unreadable',
    });
  });

  test('a picture', async () => {
    const png = await pngOf(paintedPicture(64, 64));
    await expect(openCheckpoint(await file(png))).rejects.toMatchObject({ code: 'checkpoint_unreadable' });
  });

  test('a folder', async () => {
    const folder = path.join(await temporaryFolder(), 'checkpoint.pth');
    await mkdir(folder);
    await expect(openCheckpoint(folder)).rejects.toMatchObject({ code: 'checkpoint_unreadable' });
  });

  test('big-endian numbers', async () => {
    const name = path.join(await temporaryFolder(), 'checkpoint.pth');
    await writeLegacy(name, new PickleWriter().raw(0x7d).finish(), new Map(), { littleEndian: false });
    await expect(openCheckpoint(name)).rejects.toMatchObject({
      code: 'checkpoint_unreadable',
      message: `${name} is not a PyTorch file: the numbers are big-endian`,
    });
  });

  test('an archive without a pickle, or with compressed entries', async () => {
    const name = path.join(await temporaryFolder(), 'checkpoint.pth');
    const pickle = new PickleWriter().raw(0x7d).finish();
    await writeArchive(name, pickle, new Map(), { pickleName: 'model.json' });
    await expect(openCheckpoint(name)).rejects.toThrow(/a zip archive without PyTorch's data\.pkl/);
    await writeArchive(name, pickle, new Map(), { compress: true });
    await expect(openCheckpoint(name)).rejects.toThrow(/archive\/data\.pkl is compressed in the archive/);
  });

  test('a string whose declared length exceeds the file', async () => {
    const name = path.join(await temporaryFolder(), 'checkpoint.pth');
    const huge = new PickleWriter().raw(0x8d, 255, 255, 255, 255, 255, 255, 255, 127).finish();
    await writeArchive(name, huge, new Map());
    await expect(openCheckpoint(name)).rejects.toMatchObject({ code: 'checkpoint_unreadable' });
  });

  test('nested dictionaries that multiply shared objects', async () => {
    // d0 = {}; d1 = {a: d0, b: d0}; d2 = {a: d1, b: d1} …: 2^40 names, in a few hundred bytes.
    const writer = new PickleWriter().raw(0x7d).raw(0x71, 0);
    for (let depth = 1; depth <= 40; depth++) {
      const before = () => writer.raw(0x68, depth - 1);
      writer.dictionary({ a: before, b: before }).raw(0x71, depth);
    }
    const name = path.join(await temporaryFolder(), 'checkpoint.pth');
    await writeArchive(name, writer.finish(), new Map());
    await expect(openCheckpoint(name)).rejects.toMatchObject({
      code: 'checkpoint_unreadable',
      message: expect.stringContaining('more than 100000 names') as string,
    });
  });

  test('an integer as large as a file', async () => {
    const bytes = 1_000_000;
    const long = [0x8b, bytes & 255, (bytes >> 8) & 255, (bytes >> 16) & 255, 0];
    const pickle = Buffer.concat([
      Buffer.from([0x80, 2, ...long]),
      Buffer.alloc(bytes, 1),
      Buffer.from([0x2e]),
    ]);
    const name = path.join(await temporaryFolder(), 'checkpoint.pth');
    await writeArchive(name, pickle, new Map());
    await expect(openCheckpoint(name)).rejects.toMatchObject({
      code: 'checkpoint_unreadable',
      message: expect.stringContaining('an integer of 1000000 bytes') as string,
    });
  });

  test('an archive whose pickle is truncated', async () => {
    const name = path.join(await temporaryFolder(), 'checkpoint.pth');
    await writeArchive(name, new PickleWriter().text('state').finish().subarray(0, 8), new Map());
    await expect(openCheckpoint(name)).rejects.toMatchObject({ code: 'checkpoint_unreadable' });
  });
});

describe('openCheckpoint refuses a pickle without calling anything', () => {
  const calls = [
    ['os', 'system'],
    ['posix', 'system'],
    ['builtins', 'eval'],
    ['__builtin__', 'exec'],
    ['subprocess', 'Popen'],
    ['torch', 'load'],
    ['torch.hub', 'load'],
    ['runpy', '_run_code'],
    ['', 'constructor'],
  ] as const;

  test.each(calls)('that calls %s.%s', async (module, name) => {
    const folder = await temporaryFolder();
    const mark = path.join(folder, 'was-here');
    const attack = () => {
      const writer = new PickleWriter();
      const call = () =>
        writer
          .name(module, name)
          .tuple([() => writer.text(`touch ${mark}`)])
          .raw(0x52);
      return writer.dictionary({ state_dict: call }).finish();
    };
    for (const write of [writeArchive, writeLegacy]) {
      const checkpoint = path.join(folder, 'checkpoint.pth');
      await write(checkpoint, attack(), new Map());
      await expect(openCheckpoint(checkpoint)).rejects.toMatchObject({
        code: 'checkpoint_unsafe',
        message: expect.stringContaining(`The checkpoint asks for ${module}.${name}, `) as string,
        details: { name: `${module}.${name}` },
      });
    }
    expect(existsSync(mark)).toBe(false);
  });

  test('that takes the name from the stack, in a bare pickle file', async () => {
    const onStack = new PickleWriter()
      .text('os')
      .text('system')
      .raw(0x93)
      .text('true')
      .raw(0x85, 0x52)
      .finish();
    await expect(openCheckpoint(await file(onStack))).rejects.toMatchObject({ code: 'checkpoint_unsafe' });
  });

  test('that calls an allowed name that is not a function', async () => {
    const writer = new PickleWriter();
    const call = () =>
      writer
        .name('torch', 'FloatStorage')
        .tuple([() => writer.integer(5)])
        .raw(0x52);
    const name = path.join(await temporaryFolder(), 'checkpoint.pth');
    await writeArchive(name, writer.dictionary({ state_dict: call }).finish(), new Map());
    await expect(openCheckpoint(name)).rejects.toThrow('torch.FloatStorage cannot be called');
  });
});
