import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { manifestFiles, validateManifest } from '../fixtures/knative-models.js';
import { buildKustomization } from '../fixtures/kustomization.js';
import { documentsOf, type ManifestDocument } from '../fixtures/manifest-documents.js';

const rabbitmq = 'deploy/rabbitmq';
const jobsink = 'deploy/jobsink';
const gpu = 'deploy/gpu';
const cpu = 'deploy/cpu';

/** What sends events to the Broker, in a set of manifests: bindings, steps, and Triggers whose subscriber replies. */
function sendersIn(documents: readonly ManifestDocument[]): string[] {
  const target = z.looseObject({ ref: z.looseObject({ kind: z.string(), name: z.string() }) });
  const spec = z.looseObject({
    sink: target.optional(),
    reply: target.optional(),
    subscriber: target.optional(),
  });
  // avatar-internal, a Sequence, a JobSink, and the receivers of outcomes answer without an event.
  const replies = new Set(['Service avatar-function']);
  return documents
    .filter((document) => {
      const { sink, reply, subscriber } = spec.parse(document['spec'] ?? {});
      const names = [sink, reply].map((each) => each && `${each.ref.kind} ${each.ref.name}`);
      return (
        names.includes('Broker avatar') ||
        (document.kind === 'Trigger' &&
          subscriber &&
          replies.has(`${subscriber.ref.kind} ${subscriber.ref.name}`))
      );
    })
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    .sort();
}

describe('the EventPolicies', () => {
  const reference = z.object({ ref: z.object({ kind: z.string(), name: z.string() }) });
  async function admitted(file: string): Promise<string[]> {
    const [policy, ...others] = await documentsOf(file);
    if (!policy || others.length > 0) throw new Error(`${file} is not one policy`);
    validateManifest(policy);
    const { from, to } = z.object({ from: z.array(reference), to: z.array(reference) }).parse(policy['spec']);
    expect(to.map(({ ref }) => `${ref.kind} ${ref.name}`)).toEqual(['Broker avatar']);
    return from.map(({ ref }) => `${ref.kind} ${ref.name}`).sort();
  }

  test('of the service admits exactly what sends to the Broker, with each component', async () => {
    const senders = await admitted('deploy/event-policy.yaml');
    for (const components of [[], [rabbitmq], [jobsink], [gpu], [cpu], ['deploy/kind']]) {
      const found = sendersIn(await buildKustomization(components));
      // With deploy/jobsink, the Trigger of renders is answered by the JobSink, which sends nothing.
      const silent = components.includes(jobsink) ? ['Trigger avatar-render'] : [];
      expect([components, [...found, ...silent].sort()]).toEqual([components, senders]);
    }
  });

  test.each(manifestFiles.filter((file) => file !== 'knative.yaml'))(
    'cover the senders of %s',
    async (file) => {
      const senders = sendersIn(await documentsOf(file));
      const policy = file.replace('.yaml', '-policy.yaml');
      expect(senders).toEqual(manifestFiles.includes(policy) ? await admitted(policy) : []);
    },
  );

  test('have the identity of each sender: a sender without one could not be admitted', async () => {
    for (const file of manifestFiles.filter((each) => each.endsWith('-policy.yaml'))) {
      for (const sender of await admitted(file)) {
        expect(sender).toMatch(/^(SinkBinding|Trigger|EventTransform|Sequence) avatar/);
      }
    }
  });
});
