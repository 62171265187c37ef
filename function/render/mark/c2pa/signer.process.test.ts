import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../../../config/settings.js';
import { sha256Of } from '../../../../storage/files/sha256.js';
import { issuedCredentials } from '../../../../test/fixtures/c2pa-credentials.js';
import { validationFailures } from '../../../../test/fixtures/c2pa-validator.js';
import { ffmpegOutput, mp4Boxes } from '../../../../test/fixtures/media.js';
import { paintedPicture, pngOf } from '../../../../test/fixtures/pictures.js';
import { rendered } from '../../../../test/fixtures/rendered.js';
import { syllables } from '../../../../test/fixtures/signals.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { timestampAuthority } from '../../../../test/fixtures/timestamp-authority.js';
import { tinyModel } from '../../../../test/fixtures/tiny-model.js';
import { unreachableUrl } from '../../../../test/fixtures/web-server.js';
import { probeVideo } from '../../video/probe.js';
import { Wav2LipEngine } from '../../inference/engine.js';
import { markVideo } from '../mark-video.js';
import { openMark, type Mark } from '../mark.js';
import { readMark } from '../read-mark.js';
import { C2paLibrary, isC2paInstalled } from './library.js';
import { openSigner } from './signer.js';

const model = { file: 'wav2lip_gan.pth', sha256: 'ab'.repeat(32) };
const portrait = Buffer.from('a portrait');

let engine: Wav2LipEngine;
let folder: string;
/** A video that is not marked. */
let plain: string;

beforeAll(async () => {
  engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
  folder = await mkdtemp(path.join(os.tmpdir(), 'avatar-c2pa-'));
  const bytes = await pngOf(paintedPicture(160, 120));
  plain = (await rendered(engine, folder, { bytes, samples: syllables(16_000) })).result.file;
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** The mark with new credentials. */
async function signingMark(options: Parameters<typeof issuedCredentials>[0] = {}, extra = {}): Promise<Mark> {
  const { certificate, key } = await issuedCredentials(options);
  return openMark(readSettings({ C2PA_CERTIFICATE: certificate, C2PA_KEY: key, ...extra }), model);
}

async function signed(mark: Mark): Promise<string> {
  const file = path.join(await temporaryFolder(), 'signed.mp4');
  await copyFile(plain, file);
  await markVideo({ file, format: 'mp4' }, mark, { portrait, voiceFile: path.join(folder, 'voice') });
  return file;
}

describe('a signed video', () => {
  test("is valid for the library's reader and for another implementation, and has XMP as well", async () => {
    const mark = await signingMark();
    expect(mark.kind).toBe('c2pa');
    const file = await signed(mark);
    expect(await readMark(file)).toMatchObject({
      xmp: { aiSystem: 'Wav2Lip (wav2lip_gan.pth)' },
      c2pa: {
        digitalSourceType:
          'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
        signer: 'Signer, Test',
        isTrusted: false,
        problems: [],
      },
    });
    expect(await validationFailures(await readFile(file))).toEqual([]);
    expect(await readdir(path.dirname(file))).toEqual(['signed.mp4']);
  });

  test('can be a MOV, which has XMP among its metadata', async () => {
    const mark = await signingMark();
    const [bytes, scratch] = [await pngOf(paintedPicture(160, 120)), await temporaryFolder()];
    const form = { format: 'mov' } as const;
    const { result } = await rendered(engine, scratch, { bytes, samples: syllables(4000), form, mark });
    expect(await readMark(result.file)).toMatchObject({
      xmp: { aiSystem: 'Wav2Lip (wav2lip_gan.pth)' },
      c2pa: { signer: 'Signer, Test', problems: [] },
    });
  });

  test.each(['p384', 'rsa', 'ed25519'] as const)('is valid with a key of the kind %s', async (kind) => {
    const file = await signed(await signingMark({ kind }));
    expect(await readMark(file)).toMatchObject({ c2pa: { problems: [] } });
    expect(await validationFailures(await readFile(file))).toEqual([]);
  });

  test('is valid with a key of the kind p521, which c2pa-ts 0.9 cannot verify', async () => {
    expect(await readMark(await signed(await signingMark({ kind: 'p521' })))).toMatchObject({
      c2pa: { problems: [] },
    });
  });

  test('has the same frames, length, and fast start', async () => {
    const file = await signed(await signingMark());
    const frames = async (video: string) =>
      (await ffmpegOutput('-i', video, '-f', 'framemd5', 'pipe:1')).toString();
    expect(await frames(file)).toBe(await frames(plain));
    const expected = { width: 160, height: 120, frames: 25, fps: 25, voiceSeconds: 1 };
    const { bytes, ...facts } = await probeVideo(file, expected);
    expect(bytes).toBe((await readFile(file)).length);
    expect(await probeVideo(plain, expected)).toMatchObject(facts);
    const boxes = mp4Boxes(await readFile(file));
    expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'));
  });

  test.each(['mdat', 'moov', 'DigitalSourceType'])(
    'is not valid after one byte of its %s changed',
    async (part) => {
      const file = await signed(await signingMark());
      const bytes = await readFile(file);
      const at = bytes.indexOf(part) + part.length + 40;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await writeFile(file, bytes);
      expect(await readMark(file)).toMatchObject({ c2pa: { problems: ['assertion.bmffHash.mismatch'] } });
      expect(await validationFailures(bytes)).toEqual(['assertion.bmffHash.mismatch']);
    },
  );

  test('names the portrait and the voice that it was rendered from by their hashes', async () => {
    const scratch = await temporaryFolder();
    const bytes = await pngOf(paintedPicture(160, 120));
    const mark = await signingMark();
    const { result } = await rendered(engine, scratch, { bytes, samples: syllables(8000), mark });
    const library = new C2paLibrary();
    const json = await library.run({ kind: 'read', file: result.file, format: 'video/mp4' });
    await library.close();
    expect(json).toContain(`"sha256:${sha256Of(bytes)}"`);
    expect(json).toContain(`"sha256:${sha256Of(await readFile(path.join(scratch, 'voice')))}"`);
    expect(json.match(/"relationship": "inputTo"/g)).toHaveLength(2);
  });

  test('has a time stamp of the authority', async () => {
    const mark = await signingMark({}, { C2PA_TIMESTAMP_URL: await timestampAuthority() });
    const file = await signed(mark);
    const library = new C2paLibrary();
    const json = await library.run({ kind: 'read', file, format: 'video/mp4' });
    await library.close();
    expect(json).toContain('timeStamp.validated');
    expect(json).toMatch(/"time": "20\d\d-/);
  });
});

test('a video is not signed without its time stamp, and stays as it was', async () => {
  const mark = await signingMark({}, { C2PA_TIMESTAMP_URL: await unreachableUrl() });
  const file = path.join(await temporaryFolder(), 'video.mp4');
  await copyFile(plain, file);
  const inputs = { portraitSha256: 'ab'.repeat(32), voiceSha256: 'cd'.repeat(32) };
  await expect(mark.signer?.sign(file, 'video/mp4', inputs)).rejects.toMatchObject({ code: 'mark_failed' });
  expect((await readFile(file)).equals(await readFile(plain))).toBe(true);
  expect(await readdir(path.dirname(file))).toEqual(['video.mp4']);
});

test('signing stops when it is aborted, and works again afterwards', async () => {
  const mark = await signingMark();
  const file = path.join(await temporaryFolder(), 'video.mp4');
  await copyFile(plain, file);
  const inputs = { portraitSha256: 'ab'.repeat(32), voiceSha256: 'cd'.repeat(32) };
  const stop = new AbortController();
  const signing = mark.signer?.sign(file, 'video/mp4', inputs, stop.signal);
  stop.abort(new Error('canceled'));
  await expect(signing).rejects.toThrow('canceled');
  expect((await readFile(file)).equals(await readFile(plain))).toBe(true);
  await mark.signer?.sign(file, 'video/mp4', inputs);
  expect(await validationFailures(await readFile(file))).toEqual([]);
});

describe('openMark', () => {
  const settings = (names: Record<string, string>) => openMark(readSettings(names), model);

  test('does not sign with AI_MARK=xmp or off, even with a certificate that does not exist', async () => {
    const missing = { C2PA_CERTIFICATE: '/nowhere', C2PA_KEY: '/nowhere' };
    expect(await settings({ ...missing, AI_MARK: 'off' })).toEqual({ kind: 'off', xmp: undefined });
    expect(Object.keys(await settings({ ...missing, AI_MARK: 'xmp' }))).toEqual(['kind', 'xmp']);
  });

  test.each([
    [{ AI_MARK: 'c2pa' }, 'C2PA_CERTIFICATE is not set.'],
    [{ C2PA_KEY: '/nowhere' }, 'C2PA_CERTIFICATE is not set.'],
    [{ C2PA_CERTIFICATE: '/nowhere' }, 'C2PA_KEY is not set.'],
  ])('rejects %j', async (names, message) => {
    await expect(settings(names)).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringContaining(message) as unknown,
    });
  });

  test('rejects a certificate that has expired', async () => {
    await expect(signingMark({ days: -1 })).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringMatching(/Signer expired at/) as unknown,
    });
  });

  test('rejects a certificate for web servers, whose signatures readers would reject', async () => {
    await expect(signingMark({ usage: 'serverAuth' })).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringMatching(
        /^C2PA_CERTIFICATE cannot sign: .+ Use a certificate for C2PA/,
      ) as unknown,
    });
  });

  test('rejects a certificate if the library is not installed, and names the package', async () => {
    expect(isC2paInstalled(new URL('file:///nowhere/module.js').href)).toBe(false);
    const { certificate, key } = await issuedCredentials();
    await expect(
      openSigner(readSettings({ C2PA_CERTIFICATE: certificate, C2PA_KEY: key }), false),
    ).rejects.toMatchObject({
      code: 'bad_setting',
      message:
        'C2PA_CERTIFICATE is set, but @contentauth/c2pa-wasm is not installed. Install it with npm, or set AI_MARK=xmp.',
    });
  });
});
