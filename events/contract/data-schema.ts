import { z } from 'zod';
import { eventData, eventPurposes, type EventType } from './event-data.js';

/** Part of every schema's address; it changes with the first incompatible change of the data. */
export const schemaVersion = 'v1';

/**
 * The JSON Schema of an event's data, as it is committed and served.
 * @param schemasUrl where the schemas are published (SCHEMAS_URL)
 */
export function dataSchema(type: EventType, schemasUrl: string): object {
  const { $schema, ...schema } = z.toJSONSchema(eventData[type]);
  const $id = dataSchemaUrl(type, schemasUrl);
  return { $schema, $id, title: type, description: eventPurposes[type], ...schema };
}

/**
 * The address of that schema: the `dataschema` of events.
 * @param schemasUrl where the schemas are published (SCHEMAS_URL)
 */
export function dataSchemaUrl(type: EventType, schemasUrl: string): string {
  return `${schemasUrl}/${schemaVersion}/${type}.json`;
}
