// Renders a text with the typed client, shows the progress, and saves the video.
// node examples/client.mjs http://localhost:8080 alice "Good morning, I am Alice." alice.mp4
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AvatarClient, AvatarServiceError } from 'avatar-service/client';

const [baseUrl, avatarId, text, file] = process.argv.slice(2);
const client = new AvatarClient({ baseUrl, apiKey: process.env.AVATAR_API_KEY });

try {
  const { jobId } = await client.render({ avatarId, text });
  const job = await client.wait(jobId, {
    onProgress: ({ state, progress }) => console.log(state, progress),
  });
  const video = await client.video(jobId);
  await pipeline(Readable.fromWeb(video.body), createWriteStream(file));
  console.log(`${file}: ${job.result.durationSeconds} s`);
} catch (error) {
  if (!(error instanceof AvatarServiceError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}
