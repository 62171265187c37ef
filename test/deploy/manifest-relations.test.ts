import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { settingsSchema } from '../../config/settings-schema.js';
import { waitQuery } from '../../events/adapter/jobs/job-response.js';
import { documentsOf, type ManifestDocument } from '../fixtures/manifest-documents.js';

/* How the numbers of knative.yaml depend on each other, and on the service's settings and limits. */

const environment = z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]);
const probe = z.looseObject({
  periodSeconds: z.int().default(10),
  timeoutSeconds: z.int().default(1),
  failureThreshold: z.int().default(3),
});
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
            startupProbe: probe.optional(),
            livenessProbe: probe,
            resources: z.looseObject({
              requests: z.record(z.string(), z.string()),
              limits: z.record(z.string(), z.string()),
            }),
          }),
        ]),
      }),
    }),
  }),
});
const triggerSchema = z.looseObject({
  metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).default({}) }),
  spec: z.looseObject({
    filter: z.looseObject({ attributes: z.looseObject({ type: z.string() }) }),
    subscriber: z.looseObject({ ref: z.looseObject({ name: z.string() }) }),
    delivery: z.looseObject({ timeout: z.string(), retry: z.int(), backoffDelay: z.string() }),
  }),
});

/** What a cluster allows by default (config-defaults: max-revision-timeout-seconds). */
const maxTimeoutSeconds = 600;
/** How long the in-memory Broker and RabbitMQ keep an event before they give it up. */
const eventSeconds = 15 * 60;
/** What checkJobLimit assumes of a render. */
const renderSeconds = 30;

const settingsOf = (document: ManifestDocument | undefined) =>
  z.record(z.string(), z.string()).parse(document?.['data']);

let documents: ManifestDocument[] = [];
beforeAll(async () => {
  documents = await documentsOf('knative.yaml');
});

function service(name: string) {
  const found = documents.find(({ kind, metadata }) => kind === 'Service' && metadata.name === name);
  const { metadata, spec } = serviceSchema.parse(found);
  const { annotations } = spec.template.metadata;
  const scale = (key: string) => Number(annotations[`autoscaling.knative.dev/${key}`]);
  const [container] = spec.template.spec.containers;
  return { labels: metadata.labels, scale, container, ...spec.template.spec };
}

function triggers() {
  return documents.filter(({ kind }) => kind === 'Trigger').map((trigger) => triggerSchema.parse(trigger));
}

/** The settings of a container: the shared ones, and its own. */
function settings(name: string) {
  const shared = settingsOf(documents.find(({ kind }) => kind === 'ConfigMap'));
  const own = service(name).container.env.map((entry) => [entry.name, entry.value ?? ''] as const);
  const { FUNC_PORT: _, ...ours } = { ...shared, ...Object.fromEntries(own) };
  expect(Object.keys(ours).filter((key) => !(key in settingsSchema.shape))).toEqual([]);
  return settingsSchema.parse(ours);
}

/** An ISO 8601 duration of minutes and seconds. */
function secondsIn(duration: string): number {
  const [, minutes = '0', seconds = '0'] = /^PT(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? [];
  return 60 * Number(minutes) + Number(seconds);
}

/** Kubernetes' quantities of memory. */
function bytesIn(quantity: string): number {
  const [, number = 'NaN', unit = ''] = /^(\d+)([MG]i)$/.exec(quantity) ?? [];
  return Number(number) * (unit === 'Gi' ? 2 ** 30 : 2 ** 20);
}

const names = ['avatar-adapter', 'avatar-internal', 'avatar-function'];

describe('knative.yaml', () => {
  test.each(names)('gives %s settings with known names and valid values', (name) => {
    expect(settings(name)).toBeDefined();
  });

  test.each(names)('limits %s to what a cluster allows, and to no less than it requests', (name) => {
    const { timeoutSeconds, responseStartTimeoutSeconds, container, scale } = service(name);
    const { requests, limits } = container.resources;
    expect(timeoutSeconds).toBeLessThanOrEqual(maxTimeoutSeconds);
    expect(responseStartTimeoutSeconds ?? 300).toBeLessThanOrEqual(timeoutSeconds);
    expect(bytesIn(requests['memory'] ?? '')).toBeLessThanOrEqual(bytesIn(limits['memory'] ?? ''));
    expect(scale('min-scale')).toBe(0);
    expect(scale('max-scale')).toBeGreaterThanOrEqual(1);
  });

  test('lets a render reach its deadline, and its answer arrive, before each timeout that waits for it', () => {
    const { timeoutSeconds, responseStartTimeoutSeconds } = service('avatar-function');
    const { RENDER_DEADLINE_SECONDS: deadlineSeconds, CLAIM_SECONDS: leaseSeconds } =
      settings('avatar-function');
    // A minute for waiting, starting, and storing.
    expect(deadlineSeconds + 60).toBeLessThanOrEqual(timeoutSeconds);
    // A render sends nothing before it ends.
    expect(responseStartTimeoutSeconds).toBe(timeoutSeconds);
    const render = triggers().find(({ spec }) => spec.filter.attributes.type === 'render.requested');
    const { timeout = '', retry = 0, backoffDelay = '' } = render?.spec.delivery ?? {};
    expect(secondsIn(timeout)).toBeGreaterThan(timeoutSeconds);
    const pauses = secondsIn(backoffDelay) * (2 ** retry - 1);
    expect(secondsIn(timeout) + pauses).toBeLessThan(eventSeconds);
    // A pod that dies is replaced while the request is repeated.
    expect(pauses).toBeGreaterThan(leaseSeconds);
  });

  test('lets a client wait as long as the API allows', () => {
    const { timeoutSeconds, responseStartTimeoutSeconds } = service('avatar-adapter');
    const maxWaitSeconds = 120;
    expect(waitQuery.safeParse({ wait: maxWaitSeconds }).success).toBe(true);
    expect(waitQuery.safeParse({ wait: maxWaitSeconds + 1 }).success).toBe(false);
    expect(timeoutSeconds).toBeGreaterThan(maxWaitSeconds);
    expect(responseStartTimeoutSeconds).toBe(timeoutSeconds);
    expect(settings('avatar-adapter').TASK_TIMEOUT_SECONDS).toBeLessThan(timeoutSeconds);
  });

  test('renders as many jobs at once as there may be pods, each alone in its pod', () => {
    const { containerConcurrency, scale, container } = service('avatar-function');
    expect(containerConcurrency).toBe(1);
    expect(scale('target-utilization-percentage')).toBe(100);
    const shared = settings('avatar-adapter');
    expect(shared.RENDER_PARALLELISM).toBe(scale('max-scale'));
    const parallelism = triggers()
      .filter(({ spec }) => spec.subscriber.ref.name === 'avatar-function')
      .map(({ metadata }) => Number(metadata.annotations['rabbitmq.eventing.knative.dev/parallelism']));
    expect(parallelism.length).toBeGreaterThan(1);
    expect(new Set(parallelism)).toEqual(new Set([scale('max-scale')]));
    const cores = Number(container.resources.limits['cpu']);
    expect(settings('avatar-function').THREADS).toBe(cores);
  });

  test('sends a request again only when the last of all accepted jobs must have started', () => {
    const { OPEN_JOBS_MAX, RENDER_PARALLELISM, RESEND_AFTER_SECONDS } = settings('avatar-adapter');
    const maxQueueSeconds = (OPEN_JOBS_MAX / RENDER_PARALLELISM) * renderSeconds;
    expect(RESEND_AFTER_SECONDS).toBeGreaterThan(maxQueueSeconds);
    const { timeoutSeconds } = service('avatar-function');
    expect(maxQueueSeconds + 5 * renderSeconds).toBeLessThan(timeoutSeconds);
  });

  test('starts a pod with patience, and restarts one only after a pause that no render causes', () => {
    const { startupProbe, livenessProbe } = service('avatar-function').container;
    const { periodSeconds = 0, failureThreshold = 0 } = startupProbe ?? {};
    expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(300);
    const silenceSeconds = livenessProbe.periodSeconds * livenessProbe.failureThreshold;
    // A process that renews no lease for so long has lost it.
    expect(silenceSeconds).toBeGreaterThan(settings('avatar-function').CLAIM_SECONDS);
    for (const name of names) {
      const { timeoutSeconds, periodSeconds: period } = service(name).container.livenessProbe;
      expect(timeoutSeconds).toBeLessThan(period);
    }
  });

  test('keeps dead letters and the sweep within the cluster', () => {
    const visibility = 'networking.knative.dev/visibility';
    expect(service('avatar-internal').labels[visibility]).toBe('cluster-local');
    expect(service('avatar-function').labels[visibility]).toBe('cluster-local');
    expect(service('avatar-adapter').labels).not.toHaveProperty(visibility);
    expect(settings('avatar-internal').SERVICE_ROLE).toBe('internal');
    expect(settings('avatar-adapter').SERVICE_ROLE).not.toBe('internal');
    expect(service('avatar-internal').container.image).toBe(service('avatar-adapter').container.image);
  });

  test('does not let a producer wait for the render', () => {
    const broker = documents.find(({ kind }) => kind === 'Broker');
    expect(broker?.metadata['annotations']).toMatchObject({ 'messaging.knative.dev/async-handler': 'true' });
  });
});
