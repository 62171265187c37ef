import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ffmpeg } from '../../../../test/fixtures/media.js';
import { tone } from '../../../../test/fixtures/signals.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { waveFile } from '../../../../test/fixtures/wave-file.js';
import { decodeVoice } from './decode.js';

const limits = { minSeconds: 0.05, maxSeconds: 2 };
const never = new AbortController().signal;

describe('decodeVoice does not open files that the voice refers to', () => {
  test.each([
    [
      'an HLS playlist',
      'voice.m3u8',
      (other: string) => `#EXTM3U\n#EXTINF:1,\nfile://${other}\n#EXT-X-ENDLIST\n`,
    ],
    [
      'an HLS playlist of a bare path',
      'voice',
      (other: string) => `#EXTM3U\n#EXTINF:1,\n${other}\n#EXT-X-ENDLIST\n`,
    ],
    ['an ffconcat script', 'voice', (other: string) => `ffconcat version 1.0\nfile '${other}'\n`],
    ['a concat script', 'voice.ffconcat', (other: string) => `ffconcat version 1.0\nfile ${other}\n`],
    [
      'a DASH manifest',
      'voice.mpd',
      (other: string) =>
        `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S"><Period><AdaptationSet mimeType="audio/wav"><Representation id="1" bandwidth="1"><BaseURL>file://${other}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    ],
    [
      'a session description',
      'voice.sdp',
      (other: string) =>
        `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=${other}\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n`,
    ],
  ])('in %s', async (_, name, script) => {
    // A perfectly good voice, which would be decoded if anything but the script were opened.
    const other = path.join(await temporaryFolder(), 'other.wav');
    await writeFile(other, waveFile(tone(1)));
    const file = path.join(await temporaryFolder(), name);
    await writeFile(file, script(other));
    const files = { samples: `${file}.f32`, sound: `${file}.sound.f32` };
    await expect(
      decodeVoice(file, files, { ffmpeg: await ffmpeg(), limits, signal: never }),
    ).rejects.toMatchObject({
      code: 'voice_unreadable',
    });
  });
});
