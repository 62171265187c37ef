import { expect, test } from 'vitest';
import { packageInfo } from '../../../../config/package-info.js';
import { xmpPacket } from './xmp-packet.js';
import { xmpProperties } from './xmp-properties.js';

const sha256 = 'ab'.repeat(32);

test('xmpPacket names the source type, the program, and the model', () => {
  expect(xmpProperties(xmpPacket({ file: 'wav2lip_gan.pth', sha256 }))).toEqual({
    digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
    creatorTool: `avatar-service ${packageInfo.version}`,
    aiSystem: 'Wav2Lip (wav2lip_gan.pth)',
    aiSystemVersion: `sha256:${sha256}`,
  });
});

test('xmpPacket gives the same bytes for the same model', () => {
  const model = { file: 'wav2lip_gan.pth', sha256 };
  expect(xmpPacket(model)).toBe(xmpPacket(model));
});

test('xmpPacket escapes markup in the name of a checkpoint', () => {
  const file = `</rdf:RDF><script>"&amp;'é😀.pth`;
  const packet = xmpPacket({ file, sha256 });
  expect(packet).not.toContain('<script>');
  expect(packet.match(/<\/rdf:RDF>/g)).toHaveLength(1);
  expect(xmpProperties(packet).aiSystem).toBe(`Wav2Lip (${file})`);
});

test('xmpPacket replaces characters that XML does not allow', () => {
  const packet = xmpPacket({ file: 'a\u0000b\u001Bc\uFFFEd\uD800e.pth', sha256 });
  expect(xmpProperties(packet).aiSystem).toBe('Wav2Lip (a\uFFFDb\uFFFDc\uFFFDd\uFFFDe.pth)');
});

test.each(["'", '&', '\u0001', '漢', '😀'])(
  'xmpPacket stays below 4 KB if the name of a checkpoint is 10000 times %j',
  (character) => {
    const packet = xmpPacket({ file: character.repeat(10_000), sha256 });
    expect(Buffer.byteLength(packet)).toBeLessThan(4096 - 24);
    expect(xmpProperties(packet).creatorTool).toMatch(/^avatar-service /);
  },
);
