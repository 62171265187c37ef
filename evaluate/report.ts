import { appearanceTable } from './appearance/appearance-table.js';
import type { Stability } from './stability.js';
import { summarize, summarizeQuality, type Result, type Summary } from './summary.js';

/** The results as Markdown tables: by clip, in total, and by portrait. */
export function tables(results: readonly Result[], stability: ReadonlyMap<string, Stability>): string {
  const heads = [
    'correlation',
    'worst',
    'warped',
    'lag',
    'worst',
    'false closures',
    'p b m closed',
    'rests in pauses',
  ];
  const kinds = [...new Set(results.map(({ kind }) => kind))];
  const byClip = groups(results, ({ clip }) => clip);
  const byPortrait = groups(results, ({ portrait }) => portrait);
  return [
    row('clip', ...heads),
    row(...['clip', ...heads].map(() => '---')),
    ...kinds.flatMap((kind) => [
      ...[...byClip]
        .filter(([, [first]]) => first?.kind === kind)
        .map(([clip, spoken]) => row(clip, ...cells(summarize(spoken)))),
      row(`**${kind}**`, ...cells(summarize(results.filter((result) => result.kind === kind)))),
    ]),
    '',
    row('portrait', ...heads, 'PSNR at rest', 'flicker'),
    row(...['portrait', ...heads, '', ''].map(() => '---')),
    ...[...byPortrait].map(([portrait, spoken]) => {
      const measured = stability.get(portrait);
      return row(
        portrait,
        ...cells(summarize(spoken)),
        measured ? `${measured.psnrDb.toFixed(1)} dB` : '',
        String(measured?.flicker ?? ''),
      );
    }),
    '',
    ...qualityTable(byPortrait, results),
    '',
    ...appearanceTable(
      new Map(
        [...byPortrait].map(([portrait, spoken]) => [
          portrait,
          spoken.map(({ appearance }) => appearance).filter((appearance) => appearance !== undefined),
        ]),
      ),
    ),
  ].join('\n');
}

/** What the detail network does to each portrait. */
function qualityTable(byPortrait: ReadonlyMap<string, Result[]>, results: readonly Result[]): string[] {
  const heads = ['sharpness', 'without detail', 'faithfulness', 'steadiness'];
  const line = (name: string, spoken: readonly Result[]) => {
    const quality = summarizeQuality(spoken);
    if (!quality) return row(name, ...heads.map(() => '–'));
    const { sharpness, drawnSharpness, faithfulnessDb, steadiness } = quality;
    const ratios = [sharpness, drawnSharpness].map((value) => value.toFixed(2));
    return row(name, ...ratios, `${faithfulnessDb.toFixed(1)} dB`, steadiness.toFixed(2));
  };
  return [
    row('portrait', ...heads),
    row(...['portrait', ...heads].map(() => '---')),
    ...[...byPortrait].map(([portrait, spoken]) => line(portrait, spoken)),
    line('**mean**', results),
  ];
}

function cells(summary: Summary): string[] {
  const percent = (value: number | undefined) =>
    value === undefined ? '–' : `${(100 * value).toFixed(1)} %`;
  return [
    summary.correlation.toFixed(2),
    summary.worstCorrelation.toFixed(2),
    summary.warped.toFixed(2),
    String(summary.lag),
    String(summary.worstLag),
    percent(summary.falseClosures),
    percent(summary.closures),
    percent(summary.rests),
  ];
}

function row(...texts: string[]): string {
  return `| ${texts.join(' | ')} |`;
}

function groups(results: readonly Result[], key: (result: Result) => string): Map<string, Result[]> {
  const grouped = new Map<string, Result[]>();
  for (const result of results) {
    const name = key(result);
    grouped.set(name, [...(grouped.get(name) ?? []), result]);
  }
  return grouped;
}
