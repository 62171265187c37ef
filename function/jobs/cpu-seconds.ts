import { readFile } from 'node:fs/promises';

/** The unit of times in /proc on all of Linux's architectures that Node supports. */
const ticksPerSecond = 100;

/**
 * CPU time of this process and of all child processes that have ended, in seconds. Outside of Linux,
 * that of this process alone.
 * @see proc_pid_stat(5): cutime and cstime are the fields 16 and 17
 */
export async function usedCpuSeconds(): Promise<number> {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + (await endedChildrenSeconds());
}

async function endedChildrenSeconds(): Promise<number> {
  const stat = await readFile('/proc/self/stat', 'utf8').catch(() => '');
  // The second field, the name of the program in parentheses, may contain spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[13]) + Number(fields[14]);
  return Number.isFinite(ticks) ? ticks / ticksPerSecond : 0;
}
