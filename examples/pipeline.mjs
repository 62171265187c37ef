// A pipeline that sends a render.requested event and receives its outcome.
//
//   TARGET=http://broker-ingress/… PORT=8081 node examples/pipeline.mjs [AVATAR] [VOICE_URL]
//
// TARGET is the broker, or the function itself. Behind a broker, a Trigger sends the events back to
// this program (README.md has one); the function itself replies with the outcome.
import { createServer } from 'node:http';
import { CloudEvent, HTTP, emitterFor, httpTransport } from 'cloudevents';

const target = process.env.TARGET ?? 'http://localhost:8080';
const [avatarId = 'alice', voiceUrl = 'https://example.com/hello.flac'] = process.argv.slice(2);
const outcomes = ['render.completed', 'render.failed', 'render.cancelled'];

const request = new CloudEvent({
  type: 'render.requested',
  source: '/examples/pipeline',
  data: { avatarId, voiceUrl },
});

const server = createServer((incoming, response) => {
  const chunks = [];
  incoming.on('data', (chunk) => chunks.push(chunk));
  incoming.on('end', () => {
    // Answer 2xx once the event is handled; anything else makes the broker deliver it again.
    response.writeHead(204).end();
    receive(HTTP.toEvent({ headers: incoming.headers, body: Buffer.concat(chunks).toString() }));
  });
});
server.listen(Number(process.env.PORT ?? 8081));

const emit = emitterFor(httpTransport(target));
const reply = await emit(request);
// A broker acknowledges without a body. The function replies with an event.
if (typeof reply.body === 'string' && reply.body !== '') receive(HTTP.toEvent(reply));

/** Prints an event, and ends the program with the outcome. Brokers may deliver it more than once. */
function receive(event) {
  console.log(JSON.stringify({ type: event.type, jobId: event.subject, data: event.data }));
  if (!outcomes.includes(event.type)) return;
  process.exitCode = event.type === 'render.completed' ? 0 : 1;
  server.close();
  server.closeIdleConnections();
}
