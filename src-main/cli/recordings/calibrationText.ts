import { quantile } from '../../math/statistics.ts';
import type { CalibrationDocument, NetworkCalibration } from '../../twin/calibrationDocument.ts';
import { spreadOf, type Judgement } from '../../twin/judge.ts';
import { count, jsonNumber, quantity } from '../quantity.ts';
import { textTable } from '../textTable.ts';

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

/** @param seen  names of the runs that the fit saw */
export function judgementJson(judgements: readonly Judgement[], seen: ReadonlySet<string>): unknown {
  const rows = judgements.map((judgement) => ({
    run: judgement.run,
    wasFitted: seen.has(judgement.run),
    isKnownWiring: judgement.isKnownWiring,
    states: judgement.states,
    ...summaryOf([judgement]),
    measuredChange: jsonNumber(judgement.updates?.measured ?? Number.NaN),
    missedChange: jsonNumber(judgement.updates?.missed ?? Number.NaN),
    missedByEdge: judgement.updates === null ? null : [...judgement.updates.missedByEdge],
  }));
  return { runs: rows, judged: summaryOf(judgements.filter(({ run }) => !seen.has(run))), bars };
}

export function judgementText(judgements: readonly Judgement[], seen: ReadonlySet<string>): string {
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
  const unseen = judgements.filter(({ run }) => !seen.has(run));
  const rows = judgements.map((judgement) =>
    rowOf(judgement.run, `${seen.has(judgement.run) ? 'fitted' : 'judged'}${judgement.isKnownWiring ? '' : ', other wiring'}`, [judgement]),
  );
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
    'what a perfect twin would reach, given the noise of the gate readings. The floor of a state is the rounding of its converters: a step\n' +
    'of 1.8 mV leaves 1.8/√12/√n mV in a mean of n readings, 0.12 mV of 20 and 0.3 mV of 3.\n'
  );
}

/** What was found, for reading. */
export function calibrationText({ board, date, wirings }: CalibrationDocument): string {
  const lines = [`Board ${board.serial === '' ? 'without a serial number' : board.serial}, ${board.edges} edges, ${date.slice(0, 10)}`];
  for (const wiring of wirings) {
    lines.push('', `Wiring ${wiring.key}: ${wiring.runs.length} recordings`);
    lines.push(networkText('free', wiring.free), networkText('clamped', wiring.clamped));
    for (const { node, resistance, deviations } of wiring.freeSources) {
      lines.push(`  source at node ${node}: ${resistance.toFixed(1)} ± ${deviations.resistance.toFixed(1)} Ω`);
    }
    for (const { clamping, learning } of wiring.sessions) {
      if (learning === null) continue;
      const { factors, deviations } = learning;
      const middle = (values: readonly number[]): number => quantile(values, 0.5);
      lines.push(
        `  ${clamping}: learning rate, median ${middle(factors.squares).toFixed(0)} ± ${middle(deviations.squares).toFixed(0)} 1/(V s); ` +
          `bias, median |B| ${middle(factors.time.map(Math.abs)).toFixed(2)} ± ${middle(deviations.time).toFixed(2)} V/s`,
      );
    }
    if (wiring.indistinguishable.length > 0)
      lines.push('  not told by these recordings:', ...wiring.indistinguishable.map((words) => `    ${words}`));
  }
  return `${lines.join('\n')}\n`;
}

function networkText(name: string, { thresholds, strays, deviations, shape }: NetworkCalibration): string {
  const range = `${quantity(Math.min(...thresholds), 'V', 3)} to ${quantity(Math.max(...thresholds), 'V', 3)}`;
  const found = strays.map(({ from, to, conductance }) => `; connection ${from}–${to}, ${(1 / conductance).toFixed(1)} Ω`).join('');
  return (
    `  ${name} network: thresholds ${range} (± ${quantity(quantile(deviations.thresholds, 0.5), 'V', 2)}), gains ± ` +
    `${(100 * quantile(deviations.gains, 0.5)).toFixed(1)} %, softness ${quantity(shape.softness, 'V', 2)}, body ${shape.body.toFixed(2)}${found}`
  );
}
