import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Model } from '../function/render/model/model.js';
import { tables } from './report.js';
import type { Stability } from './stability.js';
import { summarize, type Result } from './summary.js';

/** Writes `evaluation.json` with all figures, and `evaluation.md` with the tables. */
export async function writeFigures(
  out: string,
  { manifest, open }: Model,
  results: readonly Result[],
  stability: ReadonlyMap<string, Stability>,
): Promise<void> {
  const { file, sha256 } = manifest.source;
  const kinds = [...new Set(results.map(({ kind }) => kind))];
  const summaries = kinds.map(
    (kind) => [kind, summarize(results.filter((result) => result.kind === kind))] as const,
  );
  const figures = {
    model: { file, sha256, open },
    summaries: Object.fromEntries(summaries),
    stability: Object.fromEntries(stability),
    results,
  };
  await writeFile(path.join(out, 'evaluation.json'), `${JSON.stringify(figures, null, 2)}\n`);
  await writeFile(path.join(out, 'evaluation.md'), `${tables(results, stability)}\n`);
}
