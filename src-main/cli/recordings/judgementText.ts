import { quantile } from '../../math/statistics.ts';
import { spreadOf, type Judgement } from '../../twin/judge.ts';
import { count, jsonNumber, quantity } from '../quantity.ts';
import { textTable } from '../textTable.ts';

/** A run that was held against a calibration. */
export interface JudgedRun {
  readonly judgement: Judgement;
  /** Whether the calibration was fitted to it. */
  readonly wasFitted: boolean;
}

/** Bars of the laboratory's boards (docs/hardware.md): V, and without unit. */
const bars = { freeMedian: 1.2e-3, free90: 3.5e-3, clampedMedian: 1.5e-3, correlation: 0.9 } as const;

interface Summary {
  readonly freeMedian: number;
  readonly free90: number;
  readonly clampedMedian: number;
  readonly clamped90: number;
  readonly correlation: number | null;
  readonly untracked: number | null;
  readonly ceiling: number | null;
}

function summaryOf(judgements: readonly Judgement[]): Summary | null {
  const free = judgements.flatMap((judgement) => judgement.free);
  const clamped = judgements.flatMap((judgement) => judgement.clamped);
  if (free.length === 0 || clamped.length === 0) return null;
  const updates = judgements.flatMap((judgement) => (judgement.updates === null ? [] : [judgement.updates]));
  const middle = (values: readonly number[]): number | null => (values.length === 0 ? null : quantile(values, 0.5));
  return {
    freeMedian: spreadOf(free).median,
    free90: spreadOf(free).percentile90,
    clampedMedian: spreadOf(clamped).median,
    clamped90: spreadOf(clamped).percentile90,
    correlation: middle(updates.map(({ correlation }) => correlation).filter(Number.isFinite)),
    untracked: middle(updates.map(({ untracked }) => untracked).filter(Number.isFinite)),
    ceiling: middle(updates.map(({ ceiling }) => ceiling)),
  };
}

export function judgementJson(judged: readonly JudgedRun[]): { readonly runs: unknown; readonly judged: unknown; readonly bars: unknown } {
  const rows = judged.map(({ judgement, wasFitted }) => ({
    run: judgement.run,
    wasFitted,
    isKnownWiring: judgement.isKnownWiring,
    isKnownSession: judgement.isKnownSession,
    states: judgement.states,
    unsolved: judgement.unsolved,
    ...summaryOf([judgement]),
    measuredChange: jsonNumber(judgement.updates?.measured ?? Number.NaN),
    missedChange: jsonNumber(judgement.updates?.missed ?? Number.NaN),
    byLength: judgement.updates?.byLength.map((alike) => ({ ...alike, correlation: jsonNumber(alike.correlation) })) ?? null,
    missedByEdge: judgement.updates === null ? null : [...judgement.updates.missedByEdge],
  }));
  return { runs: rows, judged: summaryOf(unseenOf(judged)), bars: { ...bars, floor: FLOOR } };
}

export function judgementText(judged: readonly JudgedRun[]): string {
  const voltage = (value: number): string => quantity(value, 'V', 3);
  const ratio = (value: number | null): string => (value === null ? '—' : value.toFixed(3));
  const rowOf = (title: string, remark: string, group: readonly Judgement[]): string[] => {
    const summary = summaryOf(group);
    if (summary === null) return [title, remark, '0', '—', '—', '—', '—', '—', '—', '—'];
    const { freeMedian, free90, clampedMedian, clamped90, correlation, untracked, ceiling } = summary;
    const states = group.reduce((sum, judgement) => sum + judgement.states, 0);
    return [
      title,
      remark,
      count(states),
      ...[freeMedian, free90, clampedMedian, clamped90].map(voltage),
      ratio(correlation),
      ratio(untracked),
      ratio(ceiling),
    ];
  };
  const right = (title: string): { title: string; align: 'right' } => ({ title, align: 'right' });
  const columns = [
    { title: 'run' },
    { title: '' },
    right('states'),
    right('free median'),
    right('free 90 %'),
    right('clamped median'),
    right('clamped 90 %'),
    right('gate changes r'),
    right('untracked r'),
    right('r at most'),
  ];
  const unseen = unseenOf(judged);
  const rows = judged.map((run) => rowOf(run.judgement.run, remarkOf(run), [run.judgement]));
  rows.push(rowOf('all judged', '', unseen));
  rows.push([
    'to reach',
    '',
    '',
    voltage(bars.freeMedian),
    voltage(bars.free90),
    voltage(bars.clampedMedian),
    '',
    bars.correlation.toFixed(3),
    '',
    '',
  ]);
  return (
    `${textTable(columns, rows)}\n\nErrors: root mean square over the nodes that are not held, of each state. r: correlation of predicted with measured changes\n` +
    'of all gates over all intervals; of "all judged", the median over runs. Each interval is predicted before its end is seen; the bias is\n' +
    'followed from the intervals before it, and so is how far predicted changes came true; untracked: the calibration alone. r at most:\n' +
    `what a perfect twin would reach, given the noise of the gate readings.\n${shortfallText(unseen)}${floorText(unseen)}`
  );
}

/** Where runs below the bar fall short: by the length of the intervals. */
function shortfallText(unseen: readonly Judgement[]): string {
  return unseen
    .flatMap(({ run, updates }) => {
      if (updates === null || !(updates.correlation < bars.correlation)) return [];
      const parts = updates.byLength.map(({ upTo, intervals, correlation }, index) => {
        const until = upTo === null ? (index === 0 ? 'in all' : 'in longer ones') : `up to ${quantity(upTo, 's', 2)}`;
        return `${ratioText(correlation)} ${until} (${intervals})`;
      });
      return [`${run}: r by length of the intervals ${parts.join(', ')}; noise would allow ${updates.ceiling.toFixed(5)}.\n`];
    })
    .join('');
}

function ratioText(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : '—';
}

function unseenOf(judged: readonly JudgedRun[]): Judgement[] {
  return judged.flatMap(({ judgement, wasFitted }) => (wasFitted ? [] : [judgement]));
}

function remarkOf({ judgement, wasFitted }: JudgedRun): string {
  const { isKnownWiring, isKnownSession, unsolved } = judgement;
  return [
    wasFitted ? 'fitted' : 'judged',
    ...(isKnownWiring ? [] : ['other wiring']),
    ...(isKnownSession ? [] : ['other clamping']),
    ...(unsolved === 0 ? [] : [`${unsolved} without a solution, left out`]),
  ].join(', ');
}

/** What rounding alone leaves in one reading of a node, V: a step of 1.8 mV over √12. */
const FLOOR = 1.8e-3 / Math.sqrt(12);

/** How far the converters' floor is, and what lies between. */
function floorText(unseen: readonly Judgement[]): string {
  const floor =
    'Floor: a converter’s step of 1.8 mV leaves 1.8/√12 = 0.52 mV in one reading and 0.52/√n mV in a mean of n, 0.12 mV of 20, 0.30 mV of 3.\n';
  const summary = summaryOf(unseen);
  if (summary === null) return floor;
  const share = (value: number): string => `${quantity(value, 'V', 2)}, ${(value / FLOOR).toFixed(2)} of the floor of one reading`;
  const why =
    summary.freeMedian < FLOOR
      ? 'What is left above that of a mean is the rounding of the gates (40 mV,\nsome millivolts in a mean), which moves every node that a nearly closed channel feeds, and the law of the channel.\n'
      : 'That is more than rounding leaves:\nthe board differs from the calibrated twin.\n';
  return `${floor}Judged medians: free ${share(summary.freeMedian)}; clamped ${share(summary.clampedMedian)}. ${why}`;
}
