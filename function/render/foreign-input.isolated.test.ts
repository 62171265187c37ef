import { deflateSync, crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { cpuSeconds } from '../../test/fixtures/cpu-seconds.js';
import { paintedPicture, pngOf } from '../../test/fixtures/pictures.js';
import { repeatedTokens } from '../../test/fixtures/repeated-tokens.js';
import { xmpProperties } from './mark/xmp/xmp-properties.js';
import { decodePicture } from './picture/decode-picture.js';
import { captionsVtt } from './speech/captions.js';
import { readText } from './speech/read-text.js';
import type { Sentence } from './speech/sentences.js';
import { headBytes, identifyMedia } from './voice/container/identify-media.js';

/* How long the main thread may be busy with what clients send. CPU time, in a process of its own. */

test('a file is identified in a short time, whatever it repeats', async () => {
  const files = repeatedTokens(headBytes).map((text) => Buffer.from(text).subarray(0, headBytes));
  for (const file of files) {
    const seconds = await cpuSeconds(() => identifyMedia(file));
    expect(seconds, JSON.stringify(file.toString('utf8', 0, 20))).toBeLessThan(0.25);
  }
});

test.each([
  ['a hundred thousand levels', '<r:li>'.repeat(100_000)],
  ['a hundred thousand elements', '<r:li/>'.repeat(100_000)],
  ['two hundred thousand references', '&#65;'.repeat(200_000)],
])('XMP of %s is read in a short time', async (_, elements) => {
  const packet = `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${elements}`;
  expect(await cpuSeconds(() => xmpProperties(packet))).toBeLessThan(1);
});

test('a PNG is decoded without unpacking its texts', async () => {
  const data = Buffer.concat([Buffer.from('zTXta\0\0'), deflateSync(Buffer.alloc(30_000_000))]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length - 4, 0);
  frame.writeUInt32BE(crc32(data), 4);
  const text = Buffer.concat([frame.subarray(0, 4), data, frame.subarray(4)]);
  const png = await pngOf(paintedPicture(64, 80));
  const bomb = Buffer.concat([png.subarray(0, 33), ...Array<Buffer>(40).fill(text), png.subarray(33)]);
  const limits = { maxPixels: 100_000, background: '#ffffff' };
  await decodePicture(png, limits);
  // Unpacking them takes some seconds.
  expect(await cpuSeconds(() => decodePicture(bomb, limits))).toBeLessThan(0.5);
});

/** The longest text that is accepted by default. */
const longest = 5000;

function readOrRefuse(text: string): readonly Sentence[] {
  try {
    return readText(text, { engine: 'embedded' }).sentences;
  } catch (error) {
    // Letters that the embedded voices do not speak.
    expect(error).toMatchObject({ code: 'language_unsupported' });
    return [];
  }
}

/** What is done with a text on the main thread, apart from speaking it. */
function prepare(text: string): void {
  const sentences = readOrRefuse(text);
  captionsVtt(
    sentences.map((sentence, i) => ({
      ...{ text: sentence.text, start: i, end: i + 1 },
      ...{ pauses: [], soundEnds: undefined },
    })),
  );
}

describe('a text of one thing over and over is prepared in a short time', () => {
  test('whatever it is', async () => {
    for (const text of repeatedTokens(longest, ['x'])) {
      const seconds = await cpuSeconds(() => prepare(text));
      expect(seconds, JSON.stringify(text.slice(0, 20))).toBeLessThan(0.3);
    }
  });

  test.each([
    ['paragraphs with nothing to say before the first word', `${'!\n\n'.repeat(longest / 3)}a`],
    ['paragraphs with nothing to say behind the only word', `a${'\n\n!'.repeat(longest / 3)}`],
    ['marks above one letter, in the wrong order', `a${'\u0301\u0316'.repeat(longest / 2)}`],
    ['a word of five thousand letters', 'a'.repeat(longest)],
  ])('%s', async (_, text) => {
    expect(await cpuSeconds(() => prepare(text))).toBeLessThan(0.5);
  });
});
