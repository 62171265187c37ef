import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { z } from 'zod';
import type { openApiDocument } from './openapi-document.js';

/** The schemas that the client shows; those that they refer to follow. */
const shown = [
  'RenderRequest',
  'AcceptedJob',
  'Job',
  'JobPage',
  'Avatar',
  'AvatarDetail',
  'Voice',
  'Version',
  'Problem',
];
const schemaPath = '#/components/schemas/';
const schemasOf = z.record(
  z.string(),
  z.custom<JSONSchema>((value) => typeof value === 'object'),
);

/** The TypeScript types of the schemas in the OpenAPI document, for the client. */
export async function clientTypes({
  components,
}: Awaited<ReturnType<typeof openApiDocument>>): Promise<string> {
  const names = new Set(shown);
  for (const name of names) {
    const text = JSON.stringify(components.schemas[name]);
    for (const [, other = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) names.add(other);
  }
  const schemas = Object.fromEntries([...names].map((name) => [name, components.schemas[name]]));
  const definitions = schemasOf.parse(
    JSON.parse(JSON.stringify(schemas).replaceAll(schemaPath, '#/definitions/')),
  );
  const text = await compile({ title: 'Unused', type: 'object', definitions }, 'Unused', {
    additionalProperties: false,
    bannerComment:
      '/* The types of the HTTP API. Generated from the OpenAPI document by `npm run generate`. */\n',
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
    style: { singleQuote: true, printWidth: 110, trailingComma: 'all' },
  });
  return text
    .replaceAll(/\{\s*\[k: string\]: unknown;\s*\}/g, 'Record<string, unknown>')
    .replaceAll(
      / \*\n \* This interface was referenced by `Unused`'s JSON-Schema\n \* via the `definition` "\w+"\.\n/g,
      '',
    )
    .replaceAll(
      /\/\*\*\n \* This interface was referenced by `Unused`'s JSON-Schema\n \* via the `definition` "\w+"\.\n \*\/\n/g,
      '',
    )
    .replace('export interface Unused {}\n', '');
}
