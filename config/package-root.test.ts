import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from './package-root.js';

test('packageRoot is the folder of package.json when it is read from the build', async () => {
  const text = await readFile(path.join(packageRoot, 'package.json'), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ name: 'avatar-service' });
});
