import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { readSettings } from '../../config/settings.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { spokenVoice } from './spoken-voice.js';
import { Ffmpeg } from '../render/ffmpeg/ffmpeg.js';

const keys = { speech: 'speech/job.wav', captions: 'speech/job.vtt' };
const running = new AbortController().signal;

test('spokenVoice keeps the speech and its captions, and does not speak twice', async () => {
  const folder = await temporaryFolder();
  const store = new FolderStore(path.join(folder, 'store'));
  const speak = async (words: string, name: string) => {
    const { source } = spokenVoice(
      { text: words },
      keys,
      { settings: readSettings({}), ffmpeg: new Ffmpeg('/nowhere/ffmpeg') },
      store,
    );
    if (!('speak' in source)) throw new TypeError('not spoken');
    await source.speak(path.join(folder, name), running);
    return readFile(path.join(folder, name));
  };
  const first = await speak('Good morning. I am Alice.', 'first');
  const kept = await store.get(keys.speech);
  expect(kept && (await buffer(kept.body))).toEqual(first);
  const captions = await store.get(keys.captions);
  const lines = (captions ? await text(captions.body) : '').split('\n');
  expect(lines.filter((line) => /[a-z]/.test(line))).toEqual(['Good morning.', 'I am Alice.']);
  // Another text would sound different.
  expect(await speak('Something else.', 'second')).toEqual(first);
});
