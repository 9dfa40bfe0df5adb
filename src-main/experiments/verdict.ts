import { formatQuantity, type Unit } from '../../shared/units.ts';
import { quantile } from '../math/statistics.ts';
import type { Bar, Claim, Statistic } from './experiment.ts';

/** What the seeds say about a claim. */
export interface Verdict {
  /** Of the figures; `null` where there are none, or where it would fall on an absent one. */
  readonly median: number | null;
  readonly quartiles: readonly [number | null, number | null];
  /** The statistic that the bar judges, or that a claim without bar names; else the median. */
  readonly value: number | null;
  /** Seeds without a figure. */
  readonly absent: number;
  /** `null` where the claim has no bar. */
  readonly holds: boolean | null;
}

/**
 * Judges a claim by the figures of its seeds.
 *
 * An absent figure stands at the bad end of the sample (or is left out, where the claim says so), so that runs which fail outright
 * are never better than runs which end badly.
 *
 * @param figures  one per seed
 */
export function judge(claim: Claim, figures: readonly (number | null)[]): Verdict {
  const { bar } = claim;
  const present = figures.filter((figure): figure is number => figure !== null && !Number.isNaN(figure));
  const absent = figures.length - present.length;
  const name = bar?.statistic ?? claim.statistic ?? 'median';
  const samples = badEnds(name, bar).map((end) =>
    claim.absent === 'leftOut' ? present : [...present, ...Array.from({ length: absent }, () => end)],
  );
  const [sample] = samples;
  return {
    median: valueOf('median', sample),
    quartiles: sample.length === 0 ? [null, null] : [finite(quantileOf(sample, 0.25)), finite(quantileOf(sample, 0.75))],
    value: valueOf(name, sample),
    absent,
    holds: bar === undefined ? null : samples.every((each) => meets(bar, valueOf(name, each))),
  };
}

/** A bar in words: "median ≥ 4", "fraction ≥ 0.95", "median 0.9 … 1.1". */
export function barText(bar: Bar, unit: Unit): string {
  const show = (value: number): string => formatQuantity(value, unit).replace(/\.0+(?!\d)|(\.\d*[1-9])0+(?!\d)/, '$1');
  if (bar.relation === 'between') return `${bar.statistic} ${show(bar.value[0])} … ${show(bar.value[1])}`;
  return `${bar.statistic} ${bar.relation === '>=' ? '≥' : '≤'} ${show(bar.value)}`;
}

/** Where an absent figure stands in the sample that is shown; a range must hold with it at the other end, too. */
function badEnds(name: Statistic, bar: Bar | undefined): number[] {
  if (name === 'fraction') return [0];
  if (bar?.relation === 'between') return [Infinity, -Infinity];
  return [bar?.relation === '>=' ? -Infinity : Infinity];
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function valueOf(name: Statistic, sample: readonly number[]): number | null {
  return sample.length === 0 ? null : finite(statisticOf(name, sample));
}

function meets(bar: Bar, value: number | null): boolean {
  if (value === null) return false;
  switch (bar.relation) {
    case '>=':
      return value >= bar.value;
    case '<=':
      return value <= bar.value;
    case 'between':
      return value >= bar.value[0] && value <= bar.value[1];
  }
}

function statisticOf(statistic: Statistic, sample: readonly number[]): number {
  switch (statistic) {
    case 'median':
      return quantileOf(sample, 0.5);
    case 'fraction':
      return sample.reduce((sum, figure) => sum + figure, 0) / sample.length;
    case 'lowest':
      return Math.min(...sample);
    case 'highest':
      return Math.max(...sample);
  }
}

/** A quantile of a sample that may hold infinities of one sign: infinite where it falls on or next to one. */
function quantileOf(sample: readonly number[], p: number): number {
  if (sample.every(Number.isFinite)) return quantile(sample, p);
  const sorted = [...sample].sort((a, b) => a - b);
  const position = p * (sorted.length - 1);
  const neighbours = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return neighbours.find((figure) => !Number.isFinite(figure)) ?? quantile(neighbours, position % 1);
}
