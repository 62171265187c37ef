import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const cgroupRoot = '/sys/fs/cgroup';

/**
 * The number of threads that can run at once: the cores, or what a container's CPU quota leaves of
 * them, at least one. Node 20 ignores the quota, and more threads than it allows slow each other down.
 */
export function availableThreads(root = cgroupRoot, cores = os.availableParallelism()): number {
  const quota = cpuQuota(root);
  return quota === undefined ? cores : Math.max(1, Math.min(cores, Math.floor(quota)));
}

/** The CPU quota of the cgroup in cores, version 2 or 1; undefined without a quota. */
function cpuQuota(root: string): number | undefined {
  const [quota, period] = (read(root, 'cpu.max') ?? versionOne(root) ?? '').trim().split(/\s+/).map(Number);
  return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : undefined;
}

function versionOne(root: string): string | undefined {
  for (const folder of ['cpu', 'cpu,cpuacct']) {
    const quota = read(root, folder, 'cpu.cfs_quota_us');
    const period = read(root, folder, 'cpu.cfs_period_us');
    if (quota !== undefined && period !== undefined) return `${quota.trim()} ${period.trim()}`;
  }
  return undefined;
}

function read(...parts: readonly string[]): string | undefined {
  try {
    return readFileSync(path.join(...parts), 'utf8');
  } catch {
    return undefined;
  }
}
