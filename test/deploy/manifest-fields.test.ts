import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../config/package-root.js';
import { eventData } from '../../events/contract/event-data.js';
import { manifestFiles, unknownFields } from '../fixtures/knative-models.js';
import { documentsOf, parseDocuments, type ManifestDocument } from '../fixtures/manifest-documents.js';
import { runningAdapter } from '../fixtures/running-adapter.js';

/** Every value under that key, however deep. */
function valuesOf(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string, unknown][] = Object.entries(value);
  return entries.flatMap(([name, below]) => [...(name === key ? [below] : []), ...valuesOf(below, key)]);
}

async function allDocuments(): Promise<ManifestDocument[]> {
  return (await Promise.all(manifestFiles.map(documentsOf))).flat();
}

/** The objects in the YAML blocks of the documentation and the examples. */
async function shownDocuments(): Promise<ManifestDocument[]> {
  const folders = ['docs', 'examples'];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(packageRoot, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => path.join(packageRoot, folder, name)),
  );
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return texts
    .flatMap((text) => [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block = '']) => block))
    .filter((block) => /^kind: /m.test(block))
    .flatMap(parseDocuments);
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
    // The reference of an IntegrationSource to its Secret has a name only.
    const reference = z.looseObject({ kind: z.string().default('Secret'), name: z.string() });
    for (const value of documents.flatMap((document) => valuesOf(document, 'ref'))) {
      const { kind, name } = reference.parse(value);
      if (kind !== 'Secret') expect(names).toContain(`${kind} ${name}`);
    }
    const triggers = documents.filter(({ kind }) => kind === 'Trigger');
    for (const type of triggers.flatMap((trigger) => valuesOf(trigger, 'type'))) {
      expect([...Object.keys(eventData), 'text.requested']).toContain(type);
    }
  });

  test('deliver by one type each, with a limit and retries, as every Broker can', async () => {
    const deliverySchema = z.object({ timeout: z.string().regex(/^PT/), retry: z.int().positive() });
    const triggerSchema = z.looseObject({
      metadata: z.object({ annotations: z.record(z.string(), z.string()).default({}) }),
      spec: z.strictObject({
        broker: z.literal('avatar'),
        filter: z.strictObject({ attributes: z.strictObject({ type: z.string() }) }),
        subscriber: z.looseObject({}),
        delivery: z.looseObject(deliverySchema.shape),
      }),
    });
    const documents = [...(await allDocuments()), ...(await shownDocuments())];
    const triggers = documents.filter(({ kind }) => kind === 'Trigger');
    expect(triggers.length).toBeGreaterThanOrEqual(11);
    for (const trigger of triggers) {
      expect([trigger.metadata.name, triggerSchema.safeParse(trigger).error?.issues]).toEqual([
        trigger.metadata.name,
        undefined,
      ]);
    }
    for (const step of documents.flatMap((document) => valuesOf(document, 'steps')).flat()) {
      z.looseObject({ delivery: z.looseObject(deliverySchema.shape) }).parse(step);
    }
    expect(documents.flatMap((document) => valuesOf(document, 'filters'))).toEqual([]);
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
      // Other images are set in the manifest itself.
      .filter((image) => image.startsWith('registry.example.com/avatar-service-'))
      .map((image) => image.replace(/:[^:]+$/, ''));
    const kustomization = await readFile(path.join(packageRoot, 'kustomization.yaml'), 'utf8');
    for (const image of images) expect(kustomization).toContain(`name: ${image}\n`);
  });
});
