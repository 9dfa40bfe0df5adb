import type { DamageKind } from '../../../shared/documents/network.ts';
import type { Order } from '../../learning/schedules/schedule.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import { withDamage } from '../benchMonitor.ts';
import { driveTermNames, type BoardParameters, type DriveTerm, type NudgeParameters } from '../boardParameters.ts';
import { correlationOf, rootMeanSquare } from '../judge.ts';
import { LearningTwin } from '../learningTwin.ts';
import { wiringOf, type MeasuredRun } from '../measured.ts';
import { measuredOrder } from '../orderAt.ts';
import type { ComparedRun } from './comparedRun.ts';

/** The change of one gate between two measurements, V. */
export interface GateChange {
  readonly edge: number;
  /** Learning time at its end, s. */
  readonly seconds: number;
  readonly predicted: number;
  readonly measured: number;
}

/** Where imperfection lives: what the gates did beside what the twin says they should, from one measurement to the next. */
export interface UpdateResidual {
  readonly changes: readonly GateChange[];
  readonly correlation: number;
  /** Root mean square of the measured changes, and of measured − predicted, V. */
  readonly measured: number;
  readonly missed: number;
  readonly byEdge: readonly {
    readonly edge: number;
    readonly correlation: number;
    readonly missed: number;
    /** Mean of measured − predicted over the learning time, V/s: a bias. */ readonly drift: number;
  }[];
}

/** Intervals that are predicted, evenly spread over the run. */
const MOST_INTERVALS = 150;

/**
 * Predicts, from the gates that were measured at the beginning of each interval, those at its end, and holds the change against the
 * measured one. `null` where there is nothing to predict: other edges than transistors, other rules, a run that never learnt. Damage
 * that was told is in the twin too, a random order is that of the machine, and the gate of a damaged edge says nothing of its update.
 *
 * @cost at most `MOST_INTERVALS` advances of the learning twin
 */
export function updateResidual(
  { experiment, moments, extras = [] }: MeasuredRun & Partial<Pick<ComparedRun, 'extras'>>,
  board = idealBoard(experiment),
): UpdateResidual | null {
  if (board === null) return null;
  const twinUnder = twinsByDamage(experiment, board, measuredOrder(experiment, moments));
  const { rule } = experiment.document;
  const floor = rule.kind === 'continuous' ? rule.gateFloor : -Infinity;
  const intervals = moments.slice(1).flatMap((after, index) => {
    const before = moments[index];
    const damage = extras[index]?.damage ?? [];
    const later = extras[index + 1]?.damage ?? [];
    return after.time > before.time && after.step > before.step ? [{ before, after, damage, later }] : [];
  });
  const stride = Math.max(1, Math.ceil(intervals.length / MOST_INTERVALS));
  const changes: GateChange[] = [];
  let time = 0;
  for (const { before, after, damage, later } of intervals.filter((_, index) => index % stride === 0)) {
    const gates = new Float64Array(before.gates.length);
    const duration = after.time - before.time;
    twinUnder(damage).advance({ gates: before.gates, from: before.step, to: after.step, duration, nudge: after.nudge }, gates);
    time += duration;
    for (let edge = 0; edge < gates.length; edge++) gates[edge] = Math.max(gates[edge], floor);
    after.gates.forEach((gate, edge) => {
      if ((damage[edge] ?? later[edge] ?? null) !== null) return;
      changes.push({ edge, seconds: after.time, predicted: gates[edge] - before.gates[edge], measured: gate - before.gates[edge] });
    });
  }
  if (changes.length === 0) return null;
  const byEdge = experiment.network.edgeIds.flatMap((_, edge) => {
    const own = changes.filter((change) => change.edge === edge);
    if (own.length === 0) return [];
    const drift = own.reduce((sum, { predicted, measured }) => sum + measured - predicted, 0) / time;
    return [{ edge, correlation: agreement(own), missed: missedBy(own), drift }];
  });
  return {
    changes,
    correlation: agreement(changes),
    measured: rootMeanSquare(changes.map(({ measured }) => measured)),
    missed: missedBy(changes),
    byEdge,
  };
}

/** One twin for each damage that the run had. */
function twinsByDamage(
  experiment: Experiment,
  board: BoardParameters,
  order: Order,
): (damage: readonly (DamageKind | null)[]) => LearningTwin {
  const twins = new Map<string, LearningTwin>();
  return (damage) => {
    const key = damage.map((kind) => kind ?? '').join();
    const known = twins.get(key);
    if (known !== undefined) return known;
    const under = (parameters: BoardParameters['free']): BoardParameters['free'] =>
      withDamage({ network: experiment.network, parameters }, damage);
    const twin = new LearningTwin(experiment, { ...board, free: under(board.free), clamped: under(board.clamped) }, order);
    twins.set(key, twin);
    return twin;
  };
}

function agreement(changes: readonly GateChange[]): number {
  return correlationOf(
    changes.map(({ predicted }) => predicted),
    changes.map(({ measured }) => measured),
  );
}

function missedBy(changes: readonly GateChange[]): number {
  return rootMeanSquare(changes.map(({ measured, predicted }) => measured - predicted));
}

/** The board that the document describes, without an imperfection; `null` where the learning twin has no law for it. */
export function idealBoard(experiment: Experiment): BoardParameters | null {
  const { edgeModel, network, outputs, document, edges } = experiment;
  const { rule, clamping } = document;
  if (edgeModel.kind !== 'transistor' || rule.kind !== 'continuous') return null;
  if (!['standard', 'hinge', 'overclamping', 'differential'].includes(clamping.kind)) return null;
  if (edges.some(({ conductance }) => conductance !== undefined)) return null;
  const { edgeCount, nodeCount } = network;
  const own = {
    // Much softer than exact would cost nothing, much harder would not converge: 0.1 mV beside readings of millivolts.
    shape: { softness: 1e-4, body: 0, degradation: 0 },
    transconductances: new Float64Array(edgeCount).fill(edgeModel.transconductance),
    thresholds: new Float64Array(edgeCount).fill(edgeModel.threshold),
    zeros: new Float64Array(nodeCount),
    strays: [],
  };
  const sources = Array.from(wiringOf(experiment).sources, (node) => ({ node, gain: 1, zero: 0, resistance: 1e-3 }));
  const nudges = Array.from(outputs.plus).flatMap((plus, output) => {
    const minus = outputs.minus[output];
    const share = minus < 0 ? 1 : 0.5;
    const nudge = (node: number, sign: number): NudgeParameters => ({
      node,
      byLabel: sign * share,
      byOutput: -sign * share,
      byNudge: 0,
      zero: 0,
    });
    return minus < 0 ? [nudge(plus, 1)] : [nudge(plus, 1), nudge(minus, -1)];
  });
  const factor = (term: DriveTerm): Float64Array => new Float64Array(edgeCount).fill(term === 'squares' ? rule.rate : 0);
  return {
    free: own,
    clamped: own,
    freeSources: sources,
    clampedSources: sources,
    nudges,
    learning: {
      factors: Object.fromEntries(driveTermNames.map((term) => [term, factor(term)])) as BoardParameters['learning']['factors'],
      // The simulated rail is hard: the diode is put out of the way, and gates are clipped after each interval.
      diodes: new Float64Array(edgeCount).fill(rule.gateFloor - 2),
      ceilings: new Float64Array(edgeCount).fill(rule.gateCeiling),
    },
  };
}
