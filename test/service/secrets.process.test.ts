import { describe, expect, test, vi } from 'vitest';
import { startAdapter } from '../fixtures/adapter-process.js';
import { startLocal } from '../fixtures/local-process.js';
import { quirkyBucket } from '../fixtures/quirky-bucket.js';
import { jsonRender } from '../fixtures/render-request.js';
import { s3Environment } from '../fixtures/s3-server.js';
import { functionEnvironment } from '../fixtures/service-function.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { serve } from '../fixtures/web-server.js';

const key = 'a-key-of-the-service-0123';
const webhookSecret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
/** What a signed URL keeps secret. */
const signature = '5ecretSignatureOfTheVoice';
const token = '5ecretTokenOfTheReceiver';

describe('secrets are in no log line, answer, or webhook', () => {
  test('if voices cannot be fetched or read, and receivers refuse', async () => {
    const folder = await temporaryFolder();
    const received: string[] = [];
    const origin = await serve((request, response) => {
      if (request.method === 'POST') {
        request.setEncoding('utf8').on('data', (text: string) => received.push(text));
        response.writeHead(500).end();
      } else {
        response.writeHead(request.url?.startsWith('/missing') ? 404 : 200).end('This is not a voice.');
      }
    });
    const service = await startLocal({
      ...(await functionEnvironment(folder)),
      ...{ PORT: '0', LOG_LEVEL: 'debug', CALLBACK_ALLOW_PRIVATE: 'loopback' },
      ...{ API_KEYS: key, WEBHOOK_SECRET: webhookSecret },
    });
    const authorization = { authorization: `Bearer ${key}` };
    const voices = [`${origin}/missing`, `${origin}/text`, 'http://127.0.0.1:1/closed'];
    const answers = voices.map(async (voice) => {
      const data = {
        voiceUrl: `${voice}?X-Amz-Signature=${signature}`,
        callbackUrl: `${origin}/hook?token=${token}`,
      };
      const accepted = await fetch(`${service.url}/render`, jsonRender(data, authorization));
      const status = new URL(`${accepted.headers.get('location') ?? ''}?wait=100`, service.url);
      const ended = await fetch(status, { headers: { ...authorization, accept: 'application/json' } });
      return `${await accepted.text()} ${await ended.text()}`;
    });
    const texts = await Promise.all(answers);
    for (const text of texts) expect(text).toContain('"failed"');
    await vi.waitFor(() => expect(received.length).toBeGreaterThanOrEqual(voices.length), 100_000);
    const refused = await fetch(
      `${service.url}/render`,
      jsonRender({ voiceUrl: `http://10.0.0.1/voice?X-Amz-Signature=${signature}` }, authorization),
    );
    expect(refused.status).toBe(422);
    const wrong = await fetch(`${service.url}/avatars`, { headers: { authorization: `Bearer ${key}x` } });
    expect(wrong.status).toBe(401);
    texts.push(await refused.text(), await wrong.text(), ...received);
    // The start of the log names the folder of the store.
    for (const text of texts) expect(text).not.toContain(folder);
    for (const text of [...texts, service.log.text()]) {
      for (const secret of [key, webhookSecret, webhookSecret.slice(6), signature, token]) {
        expect(text).not.toContain(secret);
      }
    }
  });

  test('if a bucket is away', async () => {
    const bucket = await quirkyBucket('answers 503');
    const secret = '5ecretOfTheBucket';
    const adapter = await startAdapter({
      ...s3Environment(bucket.url),
      ...{ STORE: 's3://bucket', AWS_SECRET_ACCESS_KEY: secret, LOG_LEVEL: 'debug' },
    });
    const answers = [
      await fetch(`${adapter.url}/render`, jsonRender()),
      await fetch(`${adapter.url}/health/readiness`),
    ];
    expect(answers[0]?.ok).toBe(false);
    for (const answer of answers) expect(await answer.text()).not.toContain(secret);
    expect(adapter.log.text()).toContain('"level":"error"');
    expect(adapter.log.text()).not.toContain(secret);
  });
});
