import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { packageInfo } from '../../config/package-info.js';
import { openApiDocument } from '../../scripts/openapi-document.js';

const operationsSchema = z.object({
  info: z.object({ version: z.string() }),
  tags: z.array(z.object({ name: z.string() })),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({ operationId: z.string(), tags: z.array(z.string()), summary: z.string() }),
    ),
  ),
});

test('the OpenAPI document passes the recommended rules of Redocly', async () => {
  const source = JSON.stringify(await openApiDocument());
  const config = await createConfig({ extends: ['recommended'], rules: { 'operation-4xx-response': 'off' } });
  const problems = await lintFromString({ source, config });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
    [],
  );
});

test('each operation has a name of its own, a tag that is described, and a summary', async () => {
  const { info, tags, paths } = operationsSchema.parse(await openApiDocument());
  expect(info.version).toBe(packageInfo.version);
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const names = operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]+4?)*$/.test(name))).toEqual([]);
  expect(names).toEqual(
    expect.arrayContaining(['renderVideo', 'listJobs', 'getJob', 'getVideo', 'deleteJob']),
  );
  const known = tags.map(({ name }) => name);
  expect(operations.filter((each) => each.tags.some((tag) => !known.includes(tag)))).toEqual([]);
});
