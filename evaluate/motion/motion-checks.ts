import type { BlinkFigures } from './blink-figures.js';
import type { BreathFigures } from './breath-figures.js';
import type { HeadFigures } from './head-figures.js';

/** A figure beside the range in which it must lie. */
export interface Check {
  readonly name: string;
  readonly value: number;
  readonly range: readonly [lowest: number, highest: number];
  /** Where the range comes from. */
  readonly source: string;
}

const chosen = 'chosen';
const hadar = 'Hadar et al. 1983, 1984';
const trained = 'chosen: what the networks can draw';
const any = Infinity;

export function checksOf(blinks: BlinkFigures, head: HeadFigures, breaths: BreathFigures): Check[] {
  return [...blinkChecks(blinks), ...headChecks(head), ...breathChecks(breaths)];
}

export function passes({ value, range: [lowest, highest] }: Check): boolean {
  return value >= lowest && value <= highest;
}

/** The checks as a Markdown table. */
export function checkTable(checks: readonly Check[]): string {
  const text = (value: number) => (Number.isFinite(value) ? String(Number(value.toFixed(3))) : '');
  const rows = checks.map((check) => {
    const { name, value, range, source } = check;
    const limits = range.map(text).join(' … ').trim();
    return `| ${name} | ${text(value)} | ${limits} | ${passes(check) ? 'yes' : '**no**'} | ${source} |`;
  });
  return ['| figure | measured | range | within | source |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function blinkChecks({ perMinute, duration, complete, interval, doubles, atPauses }: BlinkFigures): Check[] {
  return [
    { name: 'blinks a minute', value: perMinute, range: [15, 20], source: 'Doughty 2001: 10.5 … 32.5' },
    // Between two frames, so one hundredth of a second less or more.
    {
      name: 'shortest blink, s',
      value: duration.min,
      range: [0.109, 0.3],
      source: 'BioNumbers: 0.1 … 0.4',
    },
    {
      name: 'longest blink, s',
      value: duration.max,
      range: [0.12, 0.311],
      source: 'BioNumbers: 0.1 … 0.4',
    },
    { name: 'mean blink, s', value: duration.mean, range: [0.15, 0.25], source: 'Hömke et al. 2018: 0.208' },
    { name: 'blinks that close the eye', value: complete, range: [1, 1], source: chosen },
    {
      name: 'mean interval, s',
      value: interval.mean,
      range: [2.1, 8.3],
      source: 'Garcia et al. 2011: 5.2 ± 3.1',
    },
    {
      name: 'median / mean interval',
      value: interval.median / interval.mean,
      range: [0.5, 0.95],
      source: 'Bentivoglio et al. 1997: log-normal',
    },
    {
      name: 'variation of intervals',
      value: interval.variation,
      range: [0.45, 1.2],
      source: 'Garcia et al. 2011: 0.6',
    },
    {
      name: 'skewness of intervals',
      value: interval.skewness,
      range: [1, any],
      source: 'Garcia et al. 2011: above 1',
    },
    { name: 'double blinks', value: doubles, range: [0.03, 0.25], source: chosen },
    {
      name: 'blinks at ends of phrases / elsewhere',
      value: atPauses,
      range: [1.5, 8],
      source: 'Nakano and Kitazawa 2010',
    },
  ];
}

function headChecks({ axes, ...head }: HeadFigures): Check[] {
  const perAxis = Object.entries(axes).flatMap(([axis, figures]): Check[] => [
    {
      name: `${axis}: mean, degrees`,
      value: figures.mean,
      range: [-0.6, 0.6],
      source: `${chosen}: never drifts`,
    },
    { name: `${axis}: root mean square`, value: figures.rms, range: [0.4, 3], source: chosen },
    { name: `${axis}: 95th percentile`, value: figures.percentile95, range: [1, 4.5], source: chosen },
    { name: `${axis}: largest`, value: figures.max, range: [1, 5], source: trained },
    { name: `${axis}: fastest, degrees per s`, value: figures.maxSpeed, range: [2, 25], source: chosen },
    { name: `${axis}: power above 2 Hz`, value: figures.rapid, range: [0, 0.02], source: hadar },
    {
      name: `${axis}: autocorrelation, 1 … 30 s`,
      value: figures.periodicity,
      range: [-1, 0.3],
      source: `${chosen}: never periodic`,
    },
  ]);
  const { meanAngle, movingInSpeech, speedInPauses, speedInSpeech } = head;
  return [
    ...perAxis,
    { name: 'mean angle of the head, degrees', value: meanAngle, range: [1, 3], source: chosen },
    { name: 'share of speech with a moving head', value: movingInSpeech, range: [0.6, 1], source: hadar },
    {
      name: 'speed in pauses / in speech',
      value: speedInPauses / speedInSpeech,
      range: [0, 0.35],
      source: hadar,
    },
  ];
}

function breathChecks({ hertz, variation, depthVariation, deepest }: BreathFigures): Check[] {
  const tobin = 'Tobin et al. 1988';
  return [
    { name: 'breaths, Hz', value: hertz, range: [0.2, 0.33], source: '12 … 20 a minute' },
    { name: 'variation of their time', value: variation, range: [0.05, 0.3], source: `${tobin}: 0.21` },
    { name: 'variation of their depth', value: depthVariation, range: [0.05, 0.4], source: `${tobin}: 0.33` },
    { name: 'deepest breath', value: deepest, range: [0.8, 1], source: chosen },
  ];
}
