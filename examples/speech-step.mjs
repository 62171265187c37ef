// A step of a pipeline: it takes text.requested, speaks the text, and replies with render.requested.
// SPEECH_COMMAND reads the text from standard input and writes a WAV file to standard output.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { CloudEvent, HTTP } from 'cloudevents';

const { PORT = '8080', SPEECH_COMMAND = 'espeak-ng --stdin --stdout' } = process.env;
const VOICES_URL = process.env.VOICES_URL ?? `http://localhost:${PORT}`;
const maxVoices = 50;
/** The latest voices by id, for the function to download. */
const voices = new Map();

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    response.writeHead(503).end(error.message);
  });
});
server.listen(Number(PORT), () => console.log(`listening on port ${PORT}`));
process.once('SIGTERM', () => server.close());

async function answer(request, response) {
  if (request.method === 'GET') {
    const voice = voices.get(request.url.slice(1));
    response.writeHead(voice ? 200 : 404, { 'content-type': 'audio/wav' }).end(voice);
    return;
  }
  const event = HTTP.toEvent({ headers: request.headers, body: await text(request) });
  const id = encodeURIComponent(event.id);
  voices.set(id, await speak(event.data.text));
  if (voices.size > maxVoices) voices.delete(voices.keys().next().value);
  // Source and id come from the text, so a text that is delivered twice is rendered once.
  const reply = new CloudEvent({
    type: 'render.requested',
    source: '/pipelines/speech',
    id: event.id,
    datacontenttype: 'application/json',
    correlationid: event.correlationid ?? event.id,
    causationid: event.id,
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
    ...(event.authtype === undefined ? {} : { authtype: event.authtype }),
    data: { avatarId: event.data.avatarId, voiceUrl: `${VOICES_URL}/${id}` },
  });
  const { headers, body } = HTTP.binary(reply);
  response.writeHead(200, headers).end(body);
}

async function speak(words) {
  const [program, ...parameters] = SPEECH_COMMAND.split(' ');
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(words);
  const [voice, [exitCode]] = await Promise.all([buffer(child.stdout), once(child, 'close')]);
  if (exitCode !== 0) throw new Error(`${program} ended with ${exitCode}`);
  return voice;
}
