import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Broker, Trigger } from '@kubernetes-models/knative/eventing.knative.dev/v1';
import { Service } from '@kubernetes-models/knative/serving.knative.dev/v1';
import { JobSink } from '@kubernetes-models/knative/sinks.knative.dev/v1alpha1';
import { PingSource, SinkBinding } from '@kubernetes-models/knative/sources.knative.dev/v1';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../config/package-root.js';
import { eventData } from '../../events/contract/event-data.js';
import { documentsOf, type ManifestDocument } from '../fixtures/manifest-documents.js';
import { runningAdapter } from '../fixtures/running-adapter.js';
import { trackReads } from '../fixtures/unknown-fields.js';

const files = ['knative.yaml', 'deploy/jobsink/jobsink.yaml', 'deploy/outcomes.yaml'];
const models = { Broker, JobSink, PingSource, Service, SinkBinding, Trigger };

/** Fields that are not in Knative's schemas, and that an API server would drop. */
function unknownFields(document: ManifestDocument): string[] {
  const found = Object.entries(models).find(([kind]) => kind === document.kind);
  if (!found) return [];
  // Only the cluster writes a status, but the package's schema of SinkBinding requires one.
  const status = document.kind === 'SinkBinding' ? { status: {} } : {};
  const { document: tracked, unread } = trackReads({ ...document, ...status });
  found[1].prototype.validate.call(tracked);
  return unread();
}

/** Every value under that key, however deep. */
function valuesOf(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string, unknown][] = Object.entries(value);
  return entries.flatMap(([name, below]) => [...(name === key ? [below] : []), ...valuesOf(below, key)]);
}

async function allDocuments(): Promise<ManifestDocument[]> {
  return (await Promise.all(files.map(documentsOf))).flat();
}

describe('the manifests', () => {
  test('have only fields that Knative supports', async () => {
    for (const document of await allDocuments()) {
      expect([document.metadata.name, unknownFields(document)]).toEqual([document.metadata.name, []]);
    }
    const spec = { subscriber: {}, brocker: 'avatar' };
    const wrong = { apiVersion: 'eventing.knative.dev/v1', kind: 'Trigger', metadata: { name: 'x' }, spec };
    expect(unknownFields(wrong)).toEqual(['/spec/brocker']);
  });

  test('refer only to objects that they define, and to events that the service sends', async () => {
    const documents = await allDocuments();
    const names = new Set(documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
    const reference = z.looseObject({ kind: z.string(), name: z.string() });
    for (const value of documents.flatMap((document) => valuesOf(document, 'ref'))) {
      const { kind, name } = reference.parse(value);
      expect(names).toContain(`${kind} ${name}`);
    }
    const triggers = documents.filter(({ kind }) => kind === 'Trigger');
    for (const type of triggers.flatMap((trigger) => valuesOf(trigger, 'type'))) {
      expect(Object.keys(eventData)).toContain(type);
    }
  });

  test('send events to routes of the internal role', async () => {
    const { ask } = await runningAdapter({ SERVICE_ROLE: 'internal' });
    const uris = new Set((await allDocuments()).flatMap((document) => valuesOf(document, 'uri').map(String)));
    expect([...uris].sort()).toEqual(['/events/dead-letter', '/events/outcome', '/events/sweep']);
    for (const uri of uris) expect((await ask(uri)).status).toBe(405);
  });

  test('use images that kustomization.yaml names', async () => {
    const images = (await allDocuments())
      .flatMap((document) => valuesOf(document, 'image').map(String))
      .filter((image) => !image.startsWith('gcr.io/'))
      .map((image) => image.replace(/:[^:]+$/, ''));
    const kustomization = await readFile(path.join(packageRoot, 'kustomization.yaml'), 'utf8');
    for (const image of images) expect(kustomization).toContain(`name: ${image}\n`);
  });
});
