import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/fixtures/temporary-folder.js';
import { availableThreads } from './cpu-quota.js';

test.each([
  ['max 100000', 64],
  ['50000 100000', 1],
  ['250000 100000', 2],
  ['6400000 50000', 64],
])('availableThreads follows the quota of cgroup version 2: %s', async (quota, threads) => {
  const root = await temporaryFolder();
  await writeFile(path.join(root, 'cpu.max'), `${quota}\n`);
  expect(availableThreads(root, 64)).toBe(threads);
});

test.each([
  ['-1', 64],
  ['50000', 1],
  ['300000', 3],
])('availableThreads follows the quota of cgroup version 1: %s', async (quota, threads) => {
  const root = await temporaryFolder();
  await mkdir(path.join(root, 'cpu'));
  await writeFile(path.join(root, 'cpu', 'cpu.cfs_quota_us'), `${quota}\n`);
  await writeFile(path.join(root, 'cpu', 'cpu.cfs_period_us'), '100000\n');
  expect(availableThreads(root, 64)).toBe(threads);
});

test('availableThreads is the number of cores without a cgroup', async () => {
  expect(availableThreads(await temporaryFolder(), 6)).toBe(6);
});
