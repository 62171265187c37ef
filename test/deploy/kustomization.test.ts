import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { eventData, outcomeTypes } from '../../events/contract/event-data.js';
import { validateManifest } from '../fixtures/knative-models.js';
import { buildKustomization, renamedImages } from '../fixtures/kustomization.js';
import { documentsOf, type ManifestDocument } from '../fixtures/manifest-documents.js';

const rabbitmq = 'deploy/rabbitmq';
const jobsink = 'deploy/jobsink';
const gpu = 'deploy/gpu';
const cpu = 'deploy/cpu';

const triggerSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string(), annotations: z.record(z.string(), z.string()).default({}) }),
  spec: z.strictObject({
    broker: z.literal('avatar'),
    filter: z.strictObject({ attributes: z.strictObject({ type: z.string() }) }),
    subscriber: z.looseObject({ ref: z.looseObject({ kind: z.string(), name: z.string() }) }),
    delivery: z.looseObject({ timeout: z.string(), retry: z.int().positive() }),
  }),
});

function triggersOf(documents: readonly ManifestDocument[]) {
  return documents.filter(({ kind }) => kind === 'Trigger').map((document) => triggerSchema.parse(document));
}

function imagesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]: [string, unknown]) =>
    key === 'image' ? [String(field)] : imagesOf(field),
  );
}

describe.each([
  [[]],
  [[rabbitmq]],
  [[jobsink]],
  [[gpu]],
  [[cpu]],
  [[jobsink, cpu]],
  [[rabbitmq, jobsink, gpu]],
])('the manifests with the components %j', (components) => {
  test("match Knative's schemas", async () => {
    const documents = await buildKustomization(components);
    for (const document of documents) validateManifest(document);
    const kinds = new Set(documents.map(({ kind }) => kind));
    expect(kinds.has('JobSink')).toBe(components.includes(jobsink));
    expect(kinds.has('RabbitmqBrokerConfig')).toBe(components.includes(rabbitmq));
  });

  test('have one Trigger for each type, with a delivery and without filters', async () => {
    const documents = [
      ...(await buildKustomization(components)),
      ...(await documentsOf('deploy/outcomes.yaml')),
    ];
    const triggers = triggersOf(documents);
    const names = triggers.map(({ metadata }) => metadata.name);
    expect(new Set(names).size).toBe(names.length);
    const types = triggers.map(({ spec }) => spec.filter.attributes.type);
    for (const type of types) expect(Object.keys(eventData)).toContain(type);
    for (const type of ['render.requested', 'portrait.requested', 'preview.requested', 'speech.requested']) {
      expect(types.filter((each) => each === type)).toHaveLength(1);
    }
  });

  test('deliver to as many GPUs as there are, and to twenty webhook receivers at once', async () => {
    const parallelism = new Map(
      triggersOf(await buildKustomization(components)).map(({ spec, metadata }) => [
        spec.filter.attributes.type,
        Number(metadata.annotations['rabbitmq.eventing.knative.dev/parallelism']),
      ]),
    );
    for (const type of outcomeTypes) expect(parallelism.get(type)).toBe(20);
    for (const type of ['render.requested', 'portrait.requested', 'preview.requested', 'speech.requested']) {
      expect(parallelism.get(type)).toBe(5);
    }
  });

  test('use the images that kustomization.yaml names', async () => {
    const images = (await renamedImages()).map(({ name }) => ({
      name,
      newName: `elsewhere/${name.replace(/.*avatar-service-/, '')}`,
      newTag: '9.9.9',
    }));
    const used = imagesOf(await buildKustomization(components, images));
    const renderer = components.includes(gpu) ? 'elsewhere/function-gpu:9.9.9' : 'elsewhere/function:9.9.9';
    expect(new Set(used)).toEqual(new Set(['elsewhere/adapter:9.9.9', renderer]));
    expect(used.filter((image) => image === renderer)).toHaveLength(components.includes(jobsink) ? 2 : 1);
  });

  test('send requests to Jobs only with the component for them', async () => {
    const render = triggersOf(await buildKustomization(components)).find(
      ({ metadata }) => metadata.name === 'avatar-render',
    );
    const kind = components.includes(jobsink) ? 'JobSink' : 'Service';
    expect(render?.spec.subscriber.ref.kind).toBe(kind);
    expect(render?.spec.delivery).toHaveProperty('deadLetterSink');
  });
});

test("the EventTypes cover every event of the contract, and match Knative's schema", async () => {
  const documents = await documentsOf('deploy/event-types.yaml');
  for (const document of documents) validateManifest(document);
  const attribute = z.looseObject({ name: z.string(), value: z.string().optional() });
  const types = documents.map(({ kind, spec }) => {
    expect(kind).toBe('EventType');
    const { attributes } = z.looseObject({ attributes: z.array(attribute) }).parse(spec);
    return attributes.find(({ name }) => name === 'type')?.value;
  });
  expect(types).toEqual(Object.keys(eventData));
});

test('a patch of an object that does not exist fails instead of being ignored', async () => {
  await expect(buildKustomization(['deploy/rabbitmq/missing'])).rejects.toThrow('ENOENT');
});

test('what has to be applied first has one label, and nothing that runs has it', async () => {
  const labels = z.looseObject({ labels: z.record(z.string(), z.string()).default({}) });
  const first = (await buildKustomization([rabbitmq])).filter(
    ({ metadata }) => labels.parse(metadata).labels['app.kubernetes.io/component'] === 'events',
  );
  expect(first.map(({ kind }) => kind).sort()).toEqual([
    'Broker',
    'ConfigMap',
    'RabbitmqBrokerConfig',
    'SinkBinding',
  ]);
});
