import type {
  ComparedMoment,
  ComparedNetwork,
  ComparedSide,
  ComparedSignal,
  ComparisonQuery,
  ComparisonSettings,
  ComparisonView,
} from '../../shared/compare.ts';
import { parityOf } from '../twin/comparison/align.ts';
import type { ComparedRun } from '../twin/comparison/comparedRun.ts';
import {
  residualsOf,
  type ComparisonSettings as EngineSettings,
  type RunComparison,
  type SignalComparison,
} from '../twin/comparison/compare.ts';
import { edgeDifference, isSameNetwork } from '../twin/comparison/differences.ts';
import { settingDifferences } from '../twin/comparison/settings.ts';
import { allowed, ratioOf, STEPS, type Tolerance } from '../twin/comparison/tolerance.ts';
import type { UpdateResidual } from '../twin/comparison/updates.ts';
import { describeExperiment } from './description.ts';
import { figuresOf } from './figures.ts';

/** Most points of a course, of a parity plot of changes: more than there are pixels. */
const MOST_POINTS = 1500;
const BINS = 31;
/** More marks can't be told apart. */
const MOST_MARKS = 50;

/** By step where steps are aligned, else by learning time. @param stepTime  s */
export function settingsOf({ alignment, aligner, tolerances, signals, time }: ComparisonSettings, stepTime: number): EngineSettings {
  return {
    axis: alignment.kind === 'step' ? 'step' : 'time',
    alignment,
    aligner: aligner === '' ? undefined : aligner,
    tolerances: { quantities: tolerances, signals, time: alignment.kind === 'step' ? time / stepTime : time },
  };
}

/** Whose changes were predicted, and by what; `null` where there is nothing to predict. */
export interface FoundUpdates {
  readonly of: 'a' | 'b';
  readonly by: string;
  readonly residual: UpdateResidual | null;
}

export interface ViewParts {
  readonly id: number;
  readonly updates: FoundUpdates | null;
  readonly remarks: readonly string[];
}

/** A comparison as one screen looks at it. */
export function viewOf(
  [a, b]: readonly ComparedRun[],
  comparison: RunComparison,
  { quantity, signal, time }: ComparisonQuery,
  { id, updates, remarks }: ViewParts,
): ComparisonView {
  const { signals, tolerances, shift } = comparison;
  const offset = Number.isNaN(shift) ? 0 : shift;
  const first = a.moments[0].time;
  const last = a.moments.at(-1)!.time;
  const at = Math.min(Math.max(time ?? last, first), last);
  const rows = signals.map((entry) => rowOf(entry, at));
  const count = (verdict: SignalComparison['verdict']): number => signals.filter((entry) => entry.verdict === verdict).length;
  const own = signals.filter((entry) => entry.quantity === quantity);
  const worst = signals.reduce<SignalComparison | null>(
    (best, entry) => (!Number.isNaN(entry.ratio) && Math.abs(entry.ratio) > Math.abs(best?.ratio ?? 0) ? entry : best),
    null,
  );
  const points = own.flatMap((entry) => {
    const pair = pairAt(entry, at);
    if (pair === null) return [];
    const room = allowed(pair.a, entry.tolerance);
    return [{ name: entry.name, a: pair.a, b: pair.b, ratio: ratioOf(pair.a, pair.b, entry.tolerance), allowed: room }];
  });
  const drawn = signals.find(({ name }) => name === signal) ?? own[0] ?? signals[0];
  const residual = updates?.residual ?? null;
  return {
    id,
    a: sideOf(a),
    b: sideOf(b),
    network: networkOf(a),
    other: isSameNetwork(a, b) ? null : { network: networkOf(b), moment: momentAt(b, at - offset) },
    verdict: comparison.verdict,
    reason: comparison.reason,
    counts: { within: count('within'), outside: count('outside'), notAligned: count('not aligned') },
    worst: worst?.name ?? '',
    shift: orNull(shift),
    shiftUnit: comparison.axis === 'step' ? 'step' : 's',
    correlation: orNull(comparison.correlation),
    alignedAt: orNull(comparison.alignedAt),
    marks: marksOf(a, b, offset),
    settings: settingDifferences(a, b),
    tolerances: { ...tolerances.quantities },
    signals: rows,
    course: courseOf(drawn),
    parity: { points, ...finite(points.length === 0 ? noParity : parityOf(points)) },
    histogram: histogramOf(own),
    momentA: momentAt(a, at),
    momentB: byPlaces(momentAt(b, at - offset), a, b),
    span: [first, last],
    updates:
      residual === null ? null : { of: updates!.of, by: updates!.by, ...updatesOf(residual, comparison.tolerances.quantities.state) },
    noUpdates: updates !== null && residual === null ? 'Only the continuous rule of transistor networks is predicted.' : '',
    remarks: [...remarks],
  };
}

const noParity = { slope: Number.NaN, bias: Number.NaN, determination: Number.NaN };

function rowOf(entry: SignalComparison, at: number): ComparedSignal {
  const { name, quantity, unit, edge, node, verdict, reason, tolerance, count, outside } = entry;
  const pair = pairAt(entry, at);
  return {
    ...{ name, quantity, unit, edge, node, verdict, reason, tolerance, count },
    a: orNull(pair?.a ?? Number.NaN),
    b: orNull(pair?.b ?? Number.NaN),
    ratio: pair === null ? null : orNull(ratioOf(pair.a, pair.b, tolerance)),
    within: orNull(1 - outside),
    rootMeanSquare: orNull(entry.rootMeanSquare),
    maximum: orNull(entry.maximum),
    maximumTime: orNull(entry.maximumSeconds),
    worst: orNull(entry.ratio),
    ...finite(entry),
  };
}

/** The pair of measurements nearest to a time. */
function pairAt({ pairs }: SignalComparison, at: number): SignalComparison['pairs'][number] | null {
  let [low, high] = [0, pairs.length - 1];
  if (high < 0) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (pairs[middle].seconds <= at) low = middle;
    else high = middle;
  }
  return Math.abs(pairs[high].seconds - at) <= Math.abs(pairs[low].seconds - at) ? pairs[high] : pairs[low];
}

function courseOf(entry: SignalComparison | undefined): ComparisonView['course'] {
  if (entry === undefined || entry.pairs.length === 0) return null;
  const stride = Math.ceil(entry.pairs.length / MOST_POINTS);
  const pairs = entry.pairs.filter((_, index) => index % stride === 0 || index === entry.pairs.length - 1);
  return {
    name: entry.name,
    unit: entry.unit,
    times: pairs.map(({ seconds }) => seconds),
    datapoints: pairs.map(({ datapoint }) => datapoint),
    a: pairs.map((pair) => pair.a),
    b: pairs.map((pair) => pair.b),
    allowed: pairs.map((pair) => allowed(pair.a, entry.tolerance)),
  };
}

function histogramOf(own: readonly SignalComparison[]): ComparisonView['histogram'] {
  const { from, to, counts, within } = residualsOf(own, BINS);
  return { from, to, counts: [...counts], within: orNull(within) };
}

function updatesOf(
  { changes, correlation, measured, missed, byEdge }: UpdateResidual,
  tolerance: Tolerance,
): Omit<NonNullable<ComparisonView['updates']>, 'of' | 'by'> {
  const stride = Math.ceil(changes.length / MOST_POINTS);
  return {
    // An odd stride visits every edge.
    changes: changes
      .filter((_, index) => index % (stride | 1) === 0)
      .map((change) => [change.edge, change.predicted, change.measured] as [number, number, number]),
    correlation: orNull(correlation),
    measured,
    missed,
    // Of two readings each is off; where no noise is known, by a step of the converter.
    allowed: Math.SQRT2 * Math.max(tolerance.sigmas * tolerance.sigma, tolerance.absolute / STEPS),
    byEdge: byEdge.map((entry) => ({ ...entry, correlation: orNull(entry.correlation) })),
  };
}

function momentAt({ moments, extras }: ComparedRun, at: number): ComparedMoment | null {
  if (moments.length === 0) return null;
  const index = moments.reduce((best, { time }, place) => (Math.abs(time - at) < Math.abs(moments[best].time - at) ? place : best), 0);
  const { step, time, gates, states } = moments[index];
  const { conductances, damage } = extras[index];
  return {
    time,
    step,
    freeVoltages: Array.from(states[0].freeVoltages, orNull),
    clampedVoltages: Array.from(states[0].clampedVoltages, orNull),
    states: Array.from(gates, orNull),
    conductances: Array.from(conductances, orNull),
    damage: [...damage],
  };
}

/** A moment of B by the nodes and edges of A, known by their names. */
function byPlaces(moment: ComparedMoment | null, a: ComparedRun, b: ComparedRun): ComparedMoment | null {
  if (moment === null || isSameNetwork(a, b)) return moment;
  const [own, other] = [a.experiment.network, b.experiment.network];
  const places = (names: readonly string[], all: readonly string[]): number[] => names.map((name) => all.indexOf(name));
  const pick = <T>(values: readonly T[], at: readonly number[]): (T | null)[] => at.map((place) => values[place] ?? null);
  const nodes = places(own.nodeIds, other.nodeIds);
  // One name between other nodes is another edge.
  const edges = places(own.edgeIds, other.edgeIds).map((there, edge) =>
    there >= 0 && edgeDifference(a, b, edge, there) === '' ? there : -1,
  );
  return {
    ...moment,
    freeVoltages: pick(moment.freeVoltages, nodes),
    clampedVoltages: pick(moment.clampedVoltages, nodes),
    // Wipers and gates are no values of one quantity.
    states: a.experiment.edgeModel.kind === b.experiment.edgeModel.kind ? pick(moment.states, edges) : edges.map(() => null),
    conductances: pick(moment.conductances, edges),
    damage: pick(moment.damage, edges),
  };
}

function marksOf(a: ComparedRun, b: ComparedRun, offset: number): ComparisonView['marks'] {
  return [
    ...a.marks.map(({ time, text }) => ({ side: 'a' as const, time, text })),
    ...b.marks.map(({ time, text }) => ({ side: 'b' as const, time: time + offset, text })),
  ].slice(0, MOST_MARKS);
}

function sideOf({ name, machine, moments }: ComparedRun): ComparedSide {
  return { title: name, detail: machine.title, isMeasured: machine.kind === 'board', moments: moments.length };
}

function networkOf({ experiment }: ComparedRun): ComparedNetwork {
  const words = { task: '', experiment: '', title: '', doc: '', source: '' };
  const { nodes, edges, period, roles, edgeKind, stateRange, voltageRange, conductanceRange } = describeExperiment(
    experiment,
    figuresOf(experiment),
    words,
  );
  return { nodes, edges, period, roles, edgeKind, stateRange, voltageRange, conductanceRange };
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function finite({ slope, bias, determination }: { slope: number; bias: number; determination: number }): {
  slope: number | null;
  bias: number | null;
  determination: number | null;
} {
  return { slope: orNull(slope), bias: orNull(bias), determination: orNull(determination) };
}
