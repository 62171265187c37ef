import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withCompositor } from './compositor.js';

const running = new AbortController().signal;

async function openFiles(): Promise<number> {
  return (await readdir('/proc/self/fd')).length;
}

test.runIf(process.platform === 'linux')(
  'a render that ends while its compositor loads leaves no files open',
  async () => {
    await withCompositor(running, () => sleep(1));
    const before = await openFiles();
    for (let i = 0; i < 12; i++) {
      const stopping = new AbortController();
      await withCompositor(i % 2 === 0 ? running : stopping.signal, async () => {
        await sleep(15 * i);
        stopping.abort();
      });
    }
    // Twelve threads that were cut off would leave some sixty.
    expect((await openFiles()) - before).toBeLessThan(6);
  },
);
