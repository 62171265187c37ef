import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CloudEvent } from 'cloudevents';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../config/package-root.js';
import { jobIdFromEvent } from '../../events/contract/job-id.js';
import { freePort } from '../../events/local/free-port.js';
import { collectingSink } from '../fixtures/collecting-sink.js';
import { schemaErrors } from '../fixtures/event-schemas.js';
import { documentsOf } from '../fixtures/manifest-documents.js';
import { eventTransform, pipelineBroker, sequence } from '../fixtures/pipeline-steps.js';
import { sendEvent } from '../fixtures/send-event.js';
import { functionEnvironment, startFunction } from '../fixtures/service-function.js';
import { tone } from '../fixtures/signals.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { waveFile } from '../fixtures/wave-file.js';
import { serve } from '../fixtures/web-server.js';

async function startedFunction() {
  return startFunction(await functionEnvironment(await temporaryFolder()));
}

/** The spec of the object of that kind in a manifest. */
async function specOf<T>(file: string, kind: string, schema: z.ZodType<T>): Promise<T> {
  const found = (await documentsOf(file)).find((document) => document.kind === kind);
  return z.object({ spec: schema }).parse(found).spec;
}

describe('deploy/pipelines/bucket-to-video.yaml', () => {
  /** What S3 reports of a new object, as the body of a message. */
  const report = {
    Records: [
      {
        eventName: 'ObjectCreated:Put',
        eventTime: '2026-03-02T09:30:00.000Z',
        s3: {
          bucket: { name: 'my-voices' },
          object: { key: 'incoming/alice/a+new+voice.wav', size: 8044, sequencer: '0055AED6DCD90281E5' },
        },
      },
    ],
  };

  test('renders the voice that lands in the bucket once, even if it is reported twice', async () => {
    const requests: string[] = [];
    const bucket = await serve((request, response) => {
      requests.push(request.url ?? '');
      response.end(waveFile(tone(0.5, 200)));
    });
    const outcomes = await collectingSink();
    const { url, log } = await startedFunction();
    const broker = await pipelineBroker({ 'render.requested': url, 'render.completed': outcomes.url });
    const { jsonata } = await specOf(
      'deploy/pipelines/bucket-to-video.yaml',
      'EventTransform',
      z.object({ jsonata: z.object({ expression: z.string() }) }),
    );
    const address = 'https://my-voices.s3.eu-central-1.amazonaws.com';
    expect(jsonata.expression).toContain(`"${address}/"`);
    const transform = await eventTransform(jsonata.expression.replace(address, bucket), broker);

    for (const data of [report, JSON.stringify(report)]) {
      const event = new CloudEvent({ type: 'dev.knative.connector.event.aws-sqs', source: '/sqs', data });
      expect((await sendEvent(transform, event)).status).toBe(202);
    }
    await vi.waitFor(() => expect(outcomes.events).toHaveLength(2), { timeout: 100_000 });
    const id = 'incoming/alice/a%20new%20voice.wav.0055AED6DCD90281E5';
    const jobId = jobIdFromEvent({ source: '/pipelines/voices/my-voices', id });
    for (const outcome of outcomes.events) {
      expect(schemaErrors(outcome)).toEqual([]);
      expect(outcome).toMatchObject({ type: 'render.completed', causationid: id, authtype: 'system' });
      expect(outcome.data).toMatchObject({ jobId, avatarId: 'alice', durationSeconds: 0.52, frames: 13 });
    }
    expect(outcomes.events[1]?.toJSON()).toEqual(outcomes.events[0]?.toJSON());
    expect(requests).toEqual(['/incoming/alice/a%20new%20voice.wav']);
    expect(log.of('render.started')).toHaveLength(1);
  });
});

describe('deploy/pipelines/text-to-video.yaml', () => {
  /** A program that speaks 20 letters a second, with a tone. */
  async function speechCommand(): Promise<string> {
    const program = path.join(await temporaryFolder(), 'speak.mjs');
    const fixtures = path.join(packageRoot, 'build', 'test', 'fixtures');
    await writeFile(
      program,
      `import { text } from 'node:stream/consumers';
import { tone } from '${fixtures}/signals.js';
import { waveFile } from '${fixtures}/wave-file.js';
process.stdout.write(waveFile(tone((await text(process.stdin)).length / 20, 200)));
`,
    );
    return `${process.execPath} ${program}`;
  }

  async function startedSpeechStep(): Promise<URL> {
    const port = String(await freePort());
    const child = spawn(process.execPath, ['speech-step.mjs'], {
      cwd: path.join(packageRoot, 'examples'),
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PORT: port, VOICES_URL: `http://127.0.0.1:${port}`, SPEECH_COMMAND: await speechCommand() },
    });
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await once(child, 'close');
    });
    await once(child.stdout, 'data');
    return new URL(`http://127.0.0.1:${port}/`);
  }

  test('speaks a text and renders it in the order of its steps', async () => {
    const file = 'deploy/pipelines/text-to-video.yaml';
    const { steps } = await specOf(
      file,
      'Sequence',
      z.object({ steps: z.array(z.object({ ref: z.object({ name: z.string() }) })) }),
    );
    const { filter } = await specOf(
      file,
      'Trigger',
      z.object({ filter: z.object({ attributes: z.object({ type: z.string() }) }) }),
    );
    const outcomes = await collectingSink();
    const { url } = await startedFunction();
    const services: Readonly<Record<string, URL>> = {
      'avatar-speech': await startedSpeechStep(),
      'avatar-function': url,
    };
    const addresses = steps.map(({ ref }) => services[ref.name] ?? new URL(`unknown:${ref.name}`));
    let broker = url;
    const pipeline = await sequence(addresses, () => broker);
    broker = await pipelineBroker({ [filter.attributes.type]: pipeline, 'render.completed': outcomes.url });

    const data = { avatarId: 'alice', text: 'Hello, dear listeners.' };
    const event = new CloudEvent({ type: 'text.requested', source: '/me', id: 'text-1', data });
    expect((await sendEvent(broker, event)).status).toBe(202);
    await vi.waitFor(() => expect(outcomes.events).toHaveLength(1), { timeout: 100_000 });
    const [outcome] = outcomes.events;
    const jobId = jobIdFromEvent({ source: '/pipelines/speech', id: 'text-1' });
    expect(outcome).toMatchObject({ correlationid: 'text-1', causationid: 'text-1' });
    expect(outcome?.data).toMatchObject({ jobId, avatarId: 'alice', frames: 28, durationSeconds: 1.12 });
  });
});
