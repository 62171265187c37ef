// Renders two videos in a program of your own, with one loaded model. Compile it, or run it with Node 22.18 or later:
//
//   node library.ts [FOLDER]
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createRenderer, RenderError } from 'avatar-service';

const folder = process.argv[2] ?? '.';
await mkdir(folder, { recursive: true });

const renderer = await createRenderer();
try {
  // A bundled portrait speaks a text, into a file.
  const greeting = await renderer.render({
    portrait: 'alice',
    text: 'Good morning.',
    out: path.join(folder, 'greeting.mp4'),
    onProgress: ({ stage, framesDone, frames }) => console.error(stage, framesDone, frames ?? ''),
  });
  console.log('greeting.mp4:', greeting.frames, 'frames,', greeting.durationSeconds, 's');

  // Into a stream, with a time limit. A portrait and a voice may also be files, URLs, or bytes.
  await renderer.render({
    portrait: 'henry',
    text: 'Good evening.',
    motion: 'alive',
    stream: createWriteStream(path.join(folder, 'evening.mp4')),
    signal: AbortSignal.timeout(120_000),
  });
  console.log('evening.mp4: done');

  // Every failure has a code from a closed list, docs/errors.md.
  await renderer.render({ portrait: 'unknown', text: 'Hello.', out: path.join(folder, 'unknown.mp4') });
} catch (error) {
  if (!(error instanceof RenderError) || error.code !== 'avatar_not_found') throw error;
  console.log(`${error.code}: ${error.message}`);
} finally {
  await renderer.close();
}
