// A server that receives webhooks and verifies their signatures.
//
//   WEBHOOK_SECRET=whsec_… PORT=8082 node examples/webhook-receiver.mjs
//
// Start the service with the same WEBHOOK_SECRET, and request a render with
// "callbackUrl": "http://localhost:8082/".
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET ?? '');
const maxBytes = 1 << 20;
const received = new Set();

const server = createServer(async (request, response) => {
  try {
    // The signature covers the bytes as they arrived, so verify before parsing.
    const { type, data } = webhook.verify(await bodyOf(request), request.headers);
    const id = request.headers['webhook-id'];
    // The same outcome may be delivered more than once, under the same id.
    if (!received.has(id)) console.log(JSON.stringify({ id, type, jobId: data.jobId }));
    received.add(id);
    response.writeHead(204).end();
  } catch (error) {
    console.error(`refused: ${error.message}`);
    response.writeHead(400).end();
  }
});
server.listen(Number(process.env.PORT ?? 8082), () => {
  console.error(`listening on port ${server.address().port}`);
});

/** The body as text. */
async function bodyOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new RangeError(`the body has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
