import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { createLogger } from '../config/logger.js';
import { readSettings } from '../config/settings.js';
import { createApp } from '../events/adapter/app.js';
import { openAdapterContext } from '../events/adapter/context.js';

const documentSchema = z.looseObject({
  components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})) }),
});
type OpenApiDocument = z.infer<typeof documentSchema>;

/** The OpenAPI document that the adapter serves with its default settings. */
export async function openApiDocument(): Promise<OpenApiDocument> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'avatar-openapi-'));
  try {
    const settings = readSettings({ STORE: pathToFileURL(folder).href });
    const app = createApp(
      await openAdapterContext(settings, createLogger('adapter', { LOG_LEVEL: 'silent' })),
    );
    return documentSchema.parse(await (await app.request('/openapi.json')).json());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
