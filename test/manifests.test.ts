import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Broker } from '@kubernetes-models/knative/eventing.knative.dev/v1/Broker';
import { Trigger } from '@kubernetes-models/knative/eventing.knative.dev/v1/Trigger';
import { Service } from '@kubernetes-models/knative/serving.knative.dev/v1/Service';
import { JobSink } from '@kubernetes-models/knative/sinks.knative.dev/v1alpha1/JobSink';
import { PingSource } from '@kubernetes-models/knative/sources.knative.dev/v1/PingSource';
import { SinkBinding } from '@kubernetes-models/knative/sources.knative.dev/v1/SinkBinding';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../config/package-root.js';
import { settingsSchema } from '../config/settings.js';
import { eventData } from '../events/contract/event-data.js';
import { runningAdapter } from './fixtures/running-adapter.js';
import { watched } from './fixtures/unknown-fields.js';

/* The manifests against the API of Kubernetes and Knative, and against the service itself. */

const files = ['knative.yaml', 'knative-jobsink.yaml', 'deploy/outcomes.yaml'];

const documentSchema = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string() }).loose(),
  spec: z.unknown().optional(),
  data: z.unknown().optional(),
});
type Document = z.infer<typeof documentSchema>;

/** The kinds that may stand in the manifests; each validates what `this` is. */
const kinds: Readonly<Record<string, { readonly prototype: Pick<Service, 'validate'> }>> = {
  'v1 ConfigMap': ConfigMap,
  'serving.knative.dev/v1 Service': Service,
  'eventing.knative.dev/v1 Broker': Broker,
  'eventing.knative.dev/v1 Trigger': Trigger,
  'sources.knative.dev/v1 SinkBinding': SinkBinding,
  'sources.knative.dev/v1 PingSource': PingSource,
  'sinks.knative.dev/v1alpha1 JobSink': JobSink,
};

async function textOf(file: string): Promise<string> {
  return readFile(path.join(packageRoot, file), 'utf8');
}

async function documentsIn(file: string): Promise<Document[]> {
  return Array.from(parseAllDocuments(await textOf(file)), (document) =>
    documentSchema.parse(document.toJS()),
  );
}

/** Every value under that key, however deep. */
function valuesOf(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string, unknown][] = Object.entries(value);
  return entries.flatMap(([name, below]) => [...(name === key ? [below] : []), ...valuesOf(below, key)]);
}

describe.each(files)('%s', (file) => {
  test('has only what the API knows', async () => {
    for (const document of await documentsIn(file)) {
      const name = `${document.apiVersion} ${document.kind}`;
      // The types of this one want a status, which only a cluster can give.
      const status = document.kind === 'SinkBinding' ? { status: {} } : {};
      const { document: watching, unseen } = watched({ ...document, ...status });
      kinds[name]?.prototype.validate.call(watching);
      expect([document.metadata.name, Object.hasOwn(kinds, name), unseen()]).toEqual([
        document.metadata.name,
        true,
        [],
      ]);
    }
  });

  test('names no setting that the service does not have', async () => {
    const known = new Set([...Object.keys(settingsSchema.shape), 'FUNC_PORT', 'POD_NAMESPACE']);
    const environment = z.array(z.object({ name: z.string() }).loose());
    const documents = await documentsIn(file);
    const names = [
      ...documents.flatMap((document) =>
        valuesOf(document, 'env').flatMap((env) => environment.parse(env).map(({ name }) => name)),
      ),
      ...documents.flatMap(({ kind, data }) => (kind === 'ConfigMap' && data ? Object.keys(data) : [])),
    ];
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  test('asks for no event that the service does not send', async () => {
    const types = (await documentsIn(file))
      .filter(({ kind }) => kind === 'Trigger')
      .flatMap(({ spec }) => valuesOf(spec, 'type'));
    expect(types.filter((type) => typeof type !== 'string' || !Object.hasOwn(eventData, type))).toEqual([]);
  });
});

test('a field that the API does not know, or of another type, is seen', () => {
  const trigger = {
    apiVersion: 'eventing.knative.dev/v1',
    kind: 'Trigger',
    spec: { subscriber: {}, brocker: 'avatar' },
  };
  const { document, unseen } = watched(trigger);
  Trigger.prototype.validate.call(document);
  expect(unseen()).toEqual(['/spec/brocker']);
  const spec = { template: { spec: { timeoutSeconds: 'long' } } };
  const wrong = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', spec };
  expect(() => Service.prototype.validate.call(wrong)).toThrow(/timeoutSeconds/);
});

describe('the manifests together', () => {
  test('name only what is there, and as many renderers as there are pods', async () => {
    const documents = (await Promise.all(files.map(documentsIn))).flat();
    const names = new Set(documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
    const references = z.object({ kind: z.string(), name: z.string() }).loose();
    for (const reference of documents.flatMap((document) => valuesOf(document, 'ref'))) {
      const { kind, name } = references.parse(reference);
      expect(names).toContain(`${kind} ${name}`);
    }
    const text = await textOf('knative.yaml');
    const [, pods] = /avatar-function[\s\S]*?max-scale: '(\d+)'/.exec(text) ?? [];
    expect(/RENDER_PARALLELISM: '(\d+)'/.exec(text)?.[1]).toBe(pods);
  });

  test('send to routes that the internal role has', async () => {
    const { ask } = await runningAdapter({ SERVICE_ROLE: 'internal' });
    const documents = (await Promise.all(files.map(documentsIn))).flat();
    const uris = new Set(documents.flatMap(({ spec }) => valuesOf(spec, 'uri').map(String)));
    expect([...uris].sort()).toEqual(['/events/dead-letter', '/events/outcome', '/events/sweep']);
    for (const uri of uris) expect((await ask(uri)).status).toBe(405);
  });

  test('are deployed with images that kustomization.yaml names', async () => {
    const images = (await Promise.all(['knative.yaml', 'knative-jobsink.yaml'].map(textOf)))
      .flatMap((text) => [...text.matchAll(/image: (\S+):/g)])
      .map(([, image]) => image);
    const kustomization = z
      .strictObject({
        apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
        kind: z.literal('Kustomization'),
        resources: z.array(z.string()),
        images: z.array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() })),
      })
      .parse(parse(await textOf('kustomization.yaml')));
    expect(new Set(images)).toEqual(new Set(kustomization.images.map(({ name }) => name)));
  });
});

/** What func.yaml_schema.json of knative/func allows, as far as it is used here. */
const pair = z.strictObject({ name: z.string().regex(/^[A-Za-z_]\w*$/), value: z.string() });
const funcSchema = z.strictObject({
  specVersion: z.literal('0.36.0'),
  name: z.string(),
  runtime: z.literal('typescript'),
  created: z.iso.datetime(),
  invoke: z.enum(['http', 'cloudevent']),
  build: z.strictObject({ builder: z.enum(['pack', 's2i']), buildEnvs: z.array(pair) }),
  run: z.strictObject({ envs: z.array(pair) }),
  deploy: z.strictObject({
    healthEndpoints: z.strictObject({ liveness: z.string(), readiness: z.string() }),
    options: z.strictObject({
      scale: z.strictObject({ min: z.int(), max: z.int() }),
      resources: z.strictObject({ limits: z.strictObject({ concurrency: z.int() }) }),
    }),
  }),
});

test('func.yaml is what knative/func reads, and sends events', async () => {
  const func = funcSchema.parse(parse(await textOf('func.yaml')));
  expect(func.invoke).toBe('cloudevent');
  const scripts = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await textOf('package.json'))).scripts;
  for (const { name, value } of func.build.buildEnvs) {
    if (name === 'BP_NODE_RUN_SCRIPTS') expect(Object.keys(scripts)).toContain(value);
  }
});
