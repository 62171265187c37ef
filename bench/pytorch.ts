import path from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { packageRoot } from '../config/package-root.js';
import { wav2lip } from '../function/render/model/layers/network.js';

const answer = z.object({ torch: z.string(), framesPerSecond: z.number() });

/**
 * Measures the same network in PyTorch on the CPU, with the Python in `PYTHON` (default `python3`).
 * @returns undefined if PyTorch is not installed there
 */
export async function pytorchSpeed(checkpoint: string, frames: number, threads: number) {
  const script = path.join(packageRoot, 'bench', 'pytorch.py');
  const input = JSON.stringify({ checkpoint, structure: wav2lip, frames, threads });
  const { failed, stdout } = await execa(process.env['PYTHON'] ?? 'python3', [script], {
    input,
    reject: false,
  });
  return failed ? undefined : answer.parse(JSON.parse(stdout));
}
