import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { startAdapter } from '../fixtures/adapter-process.js';
import { documentsOf } from '../fixtures/manifest-documents.js';
import { s3Environment } from '../fixtures/s3-server.js';
import { slowBucket } from '../fixtures/slow-bucket.js';

const uploads = 20;
const voice = new Blob([Buffer.alloc(24_000_000, 7)]);

const adapterSchema = z.object({
  spec: z.object({
    template: z.object({
      metadata: z.object({ annotations: z.object({ 'autoscaling.knative.dev/target': z.coerce.number() }) }),
      spec: z.object({
        containers: z.tuple([
          z.object({
            resources: z.object({ limits: z.object({ memory: z.string().regex(/^\d+Gi$/) }) }),
          }),
        ]),
      }),
    }),
  }),
});

test('the uploads of a fully loaded adapter pod fit into three quarters of its memory', async () => {
  const documents = await documentsOf('knative.yaml');
  const { template } = adapterSchema.parse(
    documents.find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'avatar-adapter'),
  ).spec;
  const bucket = await slowBucket(300);
  const adapter = await startAdapter({ ...s3Environment(bucket.url), STORE: 's3://bucket' });
  const idle = await adapter.memory();

  let peak = 0;
  let isWatching = true;
  const watch = async () => {
    while (isWatching) {
      peak = Math.max(peak, await adapter.memory());
      await sleep(20);
    }
  };
  const watching = watch();
  const statuses = await Promise.all(Array.from({ length: uploads }, () => upload(adapter.url)));
  isWatching = false;
  await watching;

  expect(statuses).toEqual(Array.from({ length: uploads }, () => 202));
  // The smallest part that S3 accepts, and one at a time for each upload.
  expect(bucket.maxPartBytes()).toBe(5 * 1024 * 1024);
  expect(bucket.maxAtOnce()).toBeLessThanOrEqual(uploads);
  const target = template.metadata.annotations['autoscaling.knative.dev/target'];
  const estimated = idle + (target / uploads) * (peak - idle);
  const limit = Number.parseInt(template.spec.containers[0].resources.limits.memory, 10) * 2 ** 30;
  expect(peak).toBeGreaterThan(idle + uploads * 5 * 1024 * 1024);
  expect(estimated).toBeLessThan(0.75 * limit);
});

async function upload(url: string): Promise<number> {
  const body = new FormData();
  body.set('avatarId', 'alice');
  body.set('voice', voice);
  const response = await fetch(`${url}/render`, { method: 'POST', body });
  await response.text();
  return response.status;
}
