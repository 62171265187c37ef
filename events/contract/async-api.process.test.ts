import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { HTTP, type CloudEvent } from 'cloudevents';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../config/package-root.js';
import { outcomes, progressed, requested } from '../../test/fixtures/events.js';
import { asyncApiDocument } from './async-api.js';
import { eventData } from './event-data.js';

const require = createRequire(import.meta.url);

/** AsyncAPI's own schema of documents, which is JSON Schema draft 7. */
function specificationErrors(document: unknown): ErrorObject[] {
  const schema: unknown = require('@asyncapi/specs/schemas/3.0.0.json');
  if (typeof schema !== 'object' || schema === null) throw new TypeError('not a schema');
  // It brings its own copy of draft 7.
  const ajv = new Ajv({
    strict: false,
    validateFormats: false,
    allErrors: true,
    meta: false,
    validateSchema: false,
  });
  const validate = ajv.compile(schema);
  validate(document);
  return validate.errors ?? [];
}

const objectSchema = z.record(z.string(), z.unknown());
const messageSchema = z.object({ headers: objectSchema, payload: objectSchema });
const documentSchema = z.looseObject({
  operations: z.record(
    z.string(),
    z.object({
      action: z.string(),
      messages: z.array(z.object({ $ref: z.string() })),
      reply: z.object({ messages: z.array(z.object({ $ref: z.string() })) }).optional(),
    }),
  ),
  components: z.object({ messages: z.record(z.string(), messageSchema) }),
});
const document = () => documentSchema.parse(asyncApiDocument());

describe('the AsyncAPI document', () => {
  test("is valid by AsyncAPI's schema, which rejects a broken one", () => {
    expect(specificationErrors(asyncApiDocument())).toEqual([]);
    const wrong = { ...asyncApiDocument(), operations: { render: { action: 'reply' } } };
    expect(specificationErrors(wrong).map(({ instancePath }) => instancePath)).toContain(
      '/operations/render/action',
    );
  });

  test('is the committed file', async () => {
    const text = await readFile(path.join(packageRoot, 'events', 'contract', 'asyncapi.json'), 'utf8');
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(asyncApiDocument())));
  });

  test('refers only to what it contains', () => {
    const text = JSON.stringify(asyncApiDocument());
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, found = '']) => found);
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      let at: unknown = asyncApiDocument();
      for (const key of reference.split('/')) at = objectSchema.parse(at)[key];
      expect(at, reference).toBeTypeOf('object');
    }
  });

  test('has an operation for each event that the function receives, with all its replies', () => {
    const { operations, components } = document();
    const names = (list: readonly { $ref: string }[] = []) => list.map(({ $ref }) => $ref.split('/').at(-1));
    const found = Object.values(operations).map(
      ({ action, messages, reply }) => [action, names(messages), names(reply?.messages)] as const,
    );
    expect(found).toEqual([
      ['receive', ['render.requested'], ['render.completed', 'render.failed', 'render.cancelled']],
      ['send', ['render.progressed'], []],
      ['receive', ['portrait.requested'], ['portrait.completed', 'portrait.failed']],
      ['receive', ['preview.requested'], ['preview.completed', 'preview.failed']],
      ['receive', ['speech.requested'], ['speech.completed', 'speech.failed']],
    ]);
    expect(found.flatMap(([, sent, replied]) => [...sent, ...replied]).sort()).toEqual(
      Object.keys(eventData).sort(),
    );
    expect(Object.keys(components.messages)).toEqual(Object.keys(eventData));
  });

  test.each([requested, progressed, ...outcomes])(
    'describes the headers and data of an event (%#)',
    (make) => {
      const event: CloudEvent<unknown> = make('job');
      const { headers, body } = HTTP.binary<unknown>(event);
      const described = document().components.messages[event.type];
      if (!described) throw new RangeError(event.type);
      const ajv = new Ajv({ allErrors: true, validateFormats: false });
      expect(ajv.compile(described.payload)(JSON.parse(String(body)))).toBe(true);
      expect(ajv.compile(described.headers)(headers)).toBe(true);
      const properties = Object.keys(objectSchema.parse(described.headers['properties']));
      for (const name of Object.keys(headers)) expect(properties).toContain(name);
      expect(ajv.compile(described.headers)({ ...headers, 'ce-type': 'other' })).toBe(false);
    },
  );
});
