import { median } from '../../function/render/numeric/median.js';
import { summarizeAppearance, type Appearance, type AppearanceSummary } from './appearance.js';

const heads = [
  'portrait',
  'opening, median',
  '95th percentile',
  'sharpness inside',
  'chin',
  'width',
  'likeness',
  'least',
];
/** Digits of each number. */
const digits = [3, 3, 2, 3, 3, 3, 3] as const;

/** A Markdown table of how portraits look while they speak, and of the medians over them. */
export function appearanceTable(portraits: ReadonlyMap<string, readonly Appearance[]>): string[] {
  const summaries = [...portraits]
    .filter(([, clips]) => clips.length > 0)
    .map(([portrait, clips]) => [portrait, cells(summarizeAppearance(clips))] as const);
  if (summaries.length === 0) return [];
  const medians = digits.map((_, column) => {
    const known = summaries.flatMap(([, values]) => values[column] ?? []);
    return known.length === 0 ? undefined : median(known);
  });
  return [
    row(...heads),
    row(...heads.map(() => '---')),
    ...[...summaries, ['**median**', medians] as const].map(([name, values]) =>
      row(name, ...values.map((value, column) => value?.toFixed(digits[column]) ?? '–')),
    ),
  ];
}

function cells(summary: AppearanceSummary): (number | undefined)[] {
  const { medianOpening, wideOpening, insideSharpness, chinRange, widthRange, likeness, worstLikeness } =
    summary;
  return [medianOpening, wideOpening, insideSharpness, chinRange, widthRange, likeness, worstLikeness];
}

function row(...texts: string[]): string {
  return `| ${texts.join(' | ')} |`;
}
