import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';
import { knativeModels, manifestFiles, modelOf, validateManifest } from '../fixtures/knative-models.js';
import { documentsOf } from '../fixtures/manifest-documents.js';

test('every manifest of the project is tested', () => {
  const found = readdirSync(path.join(packageRoot, 'deploy'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('kustomization.yaml'))
    // Rules for Prometheus itself, and their tests.
    .filter((name) => !name.startsWith('monitoring/alerts.'))
    .map((name) => `deploy/${name}`);
  expect(['knative.yaml', ...found].sort()).toEqual([...manifestFiles].sort());
});

describe.each(manifestFiles)('%s', (file) => {
  test("is valid by Knative's schemas", async () => {
    const documents = await documentsOf(file);
    expect(documents.length).toBeGreaterThan(0);
    for (const document of documents) {
      // RabbitMQ's own objects, and those of Kubernetes, have no schema in the package.
      const isOther =
        document.kind === 'RabbitmqBrokerConfig' || !document.apiVersion.includes('knative.dev/');
      expect([document.kind, modelOf(document) === undefined]).toEqual([document.kind, isOther]);
      validateManifest(document);
    }
  });
});

describe("Knative's schemas", () => {
  test.each([
    ['Service', { spec: { template: { spec: { containers: [{ image: 3 }] } } } }, 'image must be string'],
    ['Service', { spec: { template: { spec: { containerConcurrency: '1' } } } }, 'must be integer'],
    ['Trigger', { spec: { broker: 'avatar' } }, 'subscriber'],
    ['Broker', { spec: { delivery: { retry: '5' } } }, 'retry must be integer'],
    ['PingSource', { spec: { schedule: 5 } }, 'schedule must be string'],
    ['Sequence', { spec: {} }, 'steps'],
    ['EventTransform', { spec: { jsonata: { expression: 5 } } }, 'expression must be string'],
    ['IntegrationSource', { spec: { aws: { sqs: { arn: 5 } } } }, 'arn must be string'],
  ] as const)('reject an invalid %s: %j', (kind, wrong, words) => {
    const { apiVersion } = knativeModels[kind];
    expect(() => validateManifest({ apiVersion, kind, metadata: { name: 'a' }, ...wrong })).toThrow(words);
  });

  test('are not those of another version', () => {
    const document = { apiVersion: 'eventing.knative.dev/v2', kind: 'Trigger', metadata: { name: 'a' } };
    expect(() => validateManifest(document)).toThrow('Trigger has no version eventing.knative.dev/v2');
  });
});
