import { Broker, Trigger } from '@kubernetes-models/knative/eventing.knative.dev/v1';
import { Service } from '@kubernetes-models/knative/serving.knative.dev/v1';
import { JobSink } from '@kubernetes-models/knative/sinks.knative.dev/v1alpha1';
import { PingSource, SinkBinding } from '@kubernetes-models/knative/sources.knative.dev/v1';
import { describe, expect, test } from 'vitest';
import { documentsOf, type ManifestDocument } from '../fixtures/manifest-documents.js';

const models = { Broker, JobSink, PingSource, Service, SinkBinding, Trigger };

/** @throws if the document is invalid by Knative's schema of its kind */
function validate(document: ManifestDocument): void {
  const found = Object.entries(models).find(([kind]) => kind === document.kind);
  if (!found) throw new RangeError(`there is no schema of ${document.kind}`);
  const [, Model] = found;
  expect(document.apiVersion).toBe(Model.apiVersion);
  // Only the cluster writes a status, but the package's schema of SinkBinding requires one.
  Object.assign(new Model(), document, document.kind === 'SinkBinding' ? { status: {} } : {}).validate();
}

describe.each(['knative.yaml', 'deploy/jobsink/jobsink.yaml', 'deploy/outcomes.yaml'])('%s', (file) => {
  test("is valid by Knative's schemas", async () => {
    const documents = await documentsOf(file);
    const knativeObjects = documents.filter(({ apiVersion }) => apiVersion.includes('knative.dev/'));
    expect(knativeObjects.length).toBeGreaterThan(0);
    for (const document of knativeObjects) validate(document);
  });
});

describe("Knative's schemas", () => {
  test.each([
    ['Service', { spec: { template: { spec: { containers: [{ image: 3 }] } } } }, 'image must be string'],
    ['Service', { spec: { template: { spec: { containerConcurrency: '1' } } } }, 'must be integer'],
    ['Trigger', { spec: { broker: 'avatar' } }, 'subscriber'],
    ['Broker', { spec: { delivery: { retry: '5' } } }, 'retry must be integer'],
    ['PingSource', { spec: { schedule: 5 } }, 'schedule must be string'],
  ] as const)('reject an invalid %s: %j', (kind, wrong, words) => {
    const { apiVersion } = models[kind];
    expect(() => validate({ apiVersion, kind, metadata: { name: 'a' }, ...wrong })).toThrow(words);
  });
});
