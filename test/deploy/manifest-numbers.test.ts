import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { settingsSchema } from '../../config/settings-schema.js';
import { documentsOf, type ManifestDocument } from '../fixtures/manifest-documents.js';

const environment = z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]);
const serviceSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()) }),
  spec: z.object({
    template: z.looseObject({
      metadata: z.looseObject({ annotations: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        containerConcurrency: z.int().optional(),
        timeoutSeconds: z.int(),
        responseStartTimeoutSeconds: z.int().optional(),
        containers: z.tuple([
          z.looseObject({
            image: z.string(),
            env: environment,
            resources: z.looseObject({ limits: z.record(z.string(), z.string()) }),
          }),
        ]),
      }),
    }),
  }),
});
const settingsOf = (document: ManifestDocument | undefined) =>
  z.record(z.string(), z.string()).parse(document?.['data']);

let documents: ManifestDocument[] = [];
beforeAll(async () => {
  documents = await documentsOf('knative.yaml');
});

function service(name: string) {
  const found = documents.find(({ kind, metadata }) => kind === 'Service' && metadata.name === name);
  const { metadata, spec } = serviceSchema.parse(found);
  return { labels: metadata.labels, annotations: spec.template.metadata.annotations, ...spec.template.spec };
}

function setting(name: string, container: z.infer<typeof environment>): string | undefined {
  return container.find((entry) => entry.name === name)?.value;
}

describe('the numbers of knative.yaml', () => {
  test('a function renders one job at a time on one GPU, and scales to zero', () => {
    const { annotations, containerConcurrency, containers } = service('avatar-function');
    expect(containerConcurrency).toBe(1);
    expect(annotations['autoscaling.knative.dev/min-scale']).toBe('0');
    expect(annotations['autoscaling.knative.dev/max-scale']).toBe('5');
    expect(containers[0].resources.limits).toEqual({ cpu: '2', memory: '4Gi', 'nvidia.com/gpu': '1' });
    expect(setting('THREADS', containers[0].env)).toBe('2');
  });

  test('the adapter scales from zero to five, at 80 concurrent requests', () => {
    const { annotations, containers } = service('avatar-adapter');
    // adapter-memory.test.ts measures how much it needs.
    expect(containers[0].resources.limits).toEqual({ cpu: '1', memory: '3Gi' });
    expect(annotations).toMatchObject({
      'autoscaling.knative.dev/min-scale': '0',
      'autoscaling.knative.dev/max-scale': '5',
      'autoscaling.knative.dev/target': '80',
    });
  });

  test('each timeout ends before the one that waits for it', () => {
    const { timeoutSeconds, responseStartTimeoutSeconds, containers } = service('avatar-function');
    expect(Number(setting('RENDER_DEADLINE_SECONDS', containers[0].env))).toBeLessThan(timeoutSeconds);
    expect(responseStartTimeoutSeconds).toBe(timeoutSeconds);
    const trigger = z
      .looseObject({ spec: z.looseObject({ delivery: z.looseObject({ timeout: z.literal('PT10M30S') }) }) })
      .parse(documents.find(({ kind }) => kind === 'Trigger'));
    expect(trigger.spec.delivery.timeout).toBe('PT10M30S');
    expect(10 * 60 + 30).toBeGreaterThan(timeoutSeconds);
  });

  test('dead letters and the sweep stay within the cluster', () => {
    expect(service('avatar-internal').labels['networking.knative.dev/visibility']).toBe('cluster-local');
    expect(service('avatar-function').labels['networking.knative.dev/visibility']).toBe('cluster-local');
    expect(service('avatar-adapter').labels).not.toHaveProperty('networking.knative.dev/visibility');
    expect(setting('SERVICE_ROLE', service('avatar-internal').containers[0].env)).toBe('internal');
    expect(service('avatar-internal').containers[0].image).toBe(
      service('avatar-adapter').containers[0].image,
    );
  });

  test('RENDER_PARALLELISM equals the maximum number of function pods', () => {
    const settings = settingsOf(documents.find(({ kind }) => kind === 'ConfigMap'));
    const { annotations } = service('avatar-function');
    expect(settings['RENDER_PARALLELISM']).toBe(annotations['autoscaling.knative.dev/max-scale']);
  });

  test('every setting has a known name and a valid value', () => {
    const services = ['avatar-adapter', 'avatar-internal', 'avatar-function'].map(service);
    const given = services.flatMap(({ containers }) => containers[0].env);
    const settings = {
      ...settingsOf(documents.find(({ kind }) => kind === 'ConfigMap')),
      ...Object.fromEntries(given.map(({ name, value }) => [name, value])),
    };
    const { FUNC_PORT, ...ours } = settings;
    expect(FUNC_PORT).toBe('8080');
    expect(Object.keys(ours).filter((name) => !(name in settingsSchema.shape))).toEqual([]);
    expect(settingsSchema.safeParse(ours).error).toBeUndefined();
  });

  test('the in-memory Broker accepts events without waiting for subscribers', () => {
    const broker = documents.find(({ kind }) => kind === 'Broker');
    expect(broker?.metadata['annotations']).toMatchObject({ 'messaging.knative.dev/async-handler': 'true' });
  });
});
