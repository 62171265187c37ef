import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSettings } from '../../../config/settings.js';
import { exiftool, exiftoolMissing } from '../../../test/fixtures/exiftool.js';
import { decodedSound, ffmpegOutput, mp4Boxes } from '../../../test/fixtures/media.js';
import { paintedPicture } from '../../../test/fixtures/pictures.js';
import { rendered } from '../../../test/fixtures/rendered.js';
import { syllables } from '../../../test/fixtures/signals.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { encodedVoice } from '../../../test/fixtures/voice-files.js';
import { Wav2LipEngine } from '../inference/engine.js';
import { rawPicture } from '../picture/raw-picture.js';
import { probeVideo } from '../video/probe.js';
import { markVideo } from './mark-video.js';
import { openMark } from './mark.js';
import { readMark } from './read-mark.js';

const model = { file: 'wav2lip_gan.pth', sha256: 'ab'.repeat(32) };
const [xmp, off] = [
  await openMark(readSettings({}), model),
  await openMark(readSettings({ AI_MARK: 'off' }), model),
];

let engine: Wav2LipEngine;
/** A video that is not marked. */
let plain: string;
let folder: string;

beforeAll(async () => {
  engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
  folder = await mkdtemp(path.join(os.tmpdir(), 'avatar-mark-'));
  const bytes = await rawPicture(paintedPicture(160, 120)).png().toBuffer();
  const { result } = await rendered(engine, folder, { bytes, samples: syllables(16_000) });
  plain = result.file;
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const inputs = () => ({ portrait: new Uint8Array(), voiceFile: path.join(folder, 'voice') });

async function marked(): Promise<string> {
  const file = path.join(await temporaryFolder(), 'marked.mp4');
  await copyFile(plain, file);
  await markVideo({ file, format: 'mp4' }, xmp, inputs());
  return file;
}

test('markVideo only appends a uuid box of at most 4 KB behind an index at the front', async () => {
  const [before, after] = [await readFile(plain), await readFile(await marked())];
  expect(after.subarray(0, before.length).equals(before)).toBe(true);
  expect(mp4Boxes(after)).toEqual([...mp4Boxes(before), 'uuid']);
  expect(mp4Boxes(after).indexOf('moov')).toBeLessThan(mp4Boxes(after).indexOf('mdat'));
  expect(after.length - before.length).toBeLessThanOrEqual(4096);
});

test('a marked video has the same frames and the same sound, bit by bit', async () => {
  const file = await marked();
  const frames = (video: string) => ffmpegOutput('-i', video, '-map', '0:v', '-f', 'framemd5', 'pipe:1');
  const expected = (await frames(plain)).toString();
  expect(expected.match(/^0,/gm)).toHaveLength(25);
  expect((await frames(file)).toString()).toBe(expected);
  expect(await decodedSound(file, 16_000)).toEqual(await decodedSound(plain, 16_000));
});

test('a marked video passes the check of finished videos, with its exact length', async () => {
  const file = await marked();
  const expected = { width: 160, height: 120, frames: 25, fps: 25, voiceSeconds: 1 };
  const { bytes, ...facts } = await probeVideo(file, expected);
  const { bytes: plainBytes, ...plainFacts } = await probeVideo(plain, expected);
  expect(facts).toEqual(plainFacts);
  expect(bytes).toBe(plainBytes + 8 + 16 + Buffer.byteLength(xmp.xmp ?? ''));
});

test('markVideo with AI_MARK=off leaves every byte as it is', async () => {
  const file = path.join(await temporaryFolder(), 'off.mp4');
  await copyFile(plain, file);
  await markVideo({ file, format: 'mp4' }, off, inputs());
  expect((await readFile(file)).equals(await readFile(plain))).toBe(true);
});

test('readMark reads the mark of a video, and none from one without', async () => {
  expect(await readMark(await marked())).toMatchObject({ xmp: { aiSystem: 'Wav2Lip (wav2lip_gan.pth)' } });
  expect(await readMark(plain)).toEqual({ xmp: undefined });
});

test('readMark reads XMP from moov/udta, where QuickTime files have it', async () => {
  const { xmp: packet = '' } = xmp;
  const box = (name: string, body: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + body.length, 0);
    head.write(name, 4, 'latin1');
    return Buffer.concat([head, body]);
  };
  const file = path.join(await temporaryFolder(), 'other.mov');
  const udta = box('udta', Buffer.concat([box('name', Buffer.from('x')), box('XMP_', Buffer.from(packet))]));
  const moov = box('moov', Buffer.concat([box('mvhd', Buffer.alloc(100)), udta]));
  await writeFile(file, Buffer.concat([box('ftyp', Buffer.from('qt  ')), moov]));
  expect(await readMark(file)).toMatchObject({ xmp: { aiSystem: 'Wav2Lip (wav2lip_gan.pth)' } });
});

test.skipIf(exiftoolMissing)('exiftool reads the source type, the program, and the model', async () => {
  expect(await exiftool(await marked())).toMatchObject({
    'XMP-iptcExt:DigitalSourceType':
      'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
    'XMP-xmp:CreatorTool': expect.stringMatching(/^avatar-service \d+\.\d+\.\d+$/) as unknown,
    'XMP-iptcExt:AISystemUsed': 'Wav2Lip (wav2lip_gan.pth)',
    'XMP-iptcExt:AISystemVersionUsed': `sha256:${model.sha256}`,
  });
  expect(Object.keys(await exiftool(plain)).filter((name) => name.startsWith('XMP'))).toEqual([]);
});

test("nothing of the portrait's and the voice's own metadata gets into the video", async () => {
  const picture = await rawPicture(paintedPicture(160, 120))
    .withExif({
      IFD0: { Artist: 'portrait-artist', Copyright: 'portrait-copyright' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 30/1' },
    })
    .withXmp(hostileXmp('x'.repeat(8 * 1024 * 1024)))
    .png()
    .toBuffer();
  expect((await sharp(picture).metadata()).xmp?.length).toBeGreaterThan(8 * 1024 * 1024);
  const voice = await encodedVoice('voice.mp3', [
    '-metadata',
    'title=voice-title',
    '-metadata',
    'artist=voice-artist',
  ]);
  expect(voice.includes('voice-title')).toBe(true);
  const scratch = await temporaryFolder();
  const { result } = await rendered(engine, scratch, { bytes: picture, voice, mark: xmp });
  const video = await readFile(result.file);
  const texts = [
    'portrait-artist',
    'portrait-copyright',
    'voice-title',
    'voice-artist',
    '<script',
    'photograph',
  ];
  expect(texts.filter((text) => video.includes(text))).toEqual([]);
  expect(video.includes('x'.repeat(64))).toBe(false);
  const tags = exiftoolMissing ? {} : await exiftool(result.file);
  expect(Object.keys(tags).filter((name) => /GPS|IFD|ID3/.test(name))).toEqual([]);
  expect(await readMark(result.file)).toMatchObject({ xmp: { aiSystem: 'Wav2Lip (wav2lip_gan.pth)' } });
});

/** XMP of a portrait that claims to be a photograph, and tries to end the packet early. */
function hostileXmp(padding: string): string {
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" e:DigitalSourceType="photograph"><![CDATA[<script>]]>${padding}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`;
}
