import { ProblemError } from '../../../shared/problem.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import { nodeStep2022 } from '../../learning/tasks/board2022.ts';
import type { Network } from '../../physics/network.ts';
import { groupBy } from '../calibrationDraft.ts';
import type { MeasuredMoment, MeasuredRun } from '../measured.ts';

/** What one clock edge did to the wipers, and what was read afterwards. */
export interface Decision {
  /** Recording and step, for telling which. */
  readonly run: string;
  readonly step: number;
  /** Index of the wiring in `DigipotData.wirings`. */
  readonly wiring: number;
  /** Wiper positions at the clock edge, and after it, [edge]. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** +1 up, −1 down, 0 where it is not told, [edge]. */
  readonly moves: Int8Array;
  /** Imposed, as far as it is known without calibration, V: sources in the order of the wiring. */
  readonly imposed: Float64Array;
  /** Labels, V, and the nudge, targets in the order of the wiring. */
  readonly labels: Float64Array;
  readonly nudge: number;
  /** As read after the clock edge, V, [node]; the targets of the clamped network still hold what they held at it. */
  readonly free: Float64Array;
  readonly clamped: Float64Array;
}

/** One way in which the board was wired. */
export interface DataWiring {
  readonly key: string;
  /** Nodes of the channels that go to both networks, and of those that hold the clamped outputs. */
  readonly sources: readonly number[];
  readonly targets: readonly number[];
  readonly runs: readonly string[];
}

/** Recordings of one board with digital potentiometers, clock edge by clock edge. */
export interface DigipotData {
  readonly network: Network;
  readonly stepOhms: number;
  readonly taps: number;
  readonly wirings: readonly DataWiring[];
  readonly decisions: readonly Decision[];
  /** Step of the converters, V; 0: continuous. */
  readonly step: number;
  /** Readings in a recorded voltage. */
  readonly repeats: number;
}

/** Wipers that stand still or jump this far between two clock edges were misread, are damaged, or are at a rail. */
const ONE_STEP = 1;
const MOST_REPEATS = 16;

/**
 * Why a recording tells nothing of the comparators; "": it does. The remedy follows.
 */
export function whyNoDigipotData({ experiment, moments }: MeasuredRun): { readonly why: string; readonly remedy: string } | null {
  const { document, edgeModel, edges, damage, sequence, outputs } = experiment;
  const { clamping, rule } = document;
  if (edgeModel.kind !== 'digipot')
    return { why: 'its edges are not digital potentiometers', remedy: 'Give recordings of one board at a time.' };
  if (rule.kind !== 'sign' || rule.decision !== 'comparators')
    return {
      why: 'its edges compare absolute drops without comparators, so that there is no offset to find',
      remedy: 'Record an experiment whose rule is {"kind": "sign", "decision": "comparators"}.',
    };
  if (clamping.kind !== 'standard')
    return { why: `its clamping is "${clamping.kind}"`, remedy: 'Record an experiment with standard clamping (Dillavou 2022, Eq. 1).' };
  if (experiment.remeasureEvery > 0)
    return {
      why: 'its labels are those of classes, measured anew while it trains, and are in no recording',
      remedy: 'Record a task whose labels are given: divider, allostery, or the program of `twinbench calibrate --program`.',
    };
  if (edges.some((edge) => edge.damage !== undefined) || damage.length > 0 || sequence.length > 0 || [...outputs.minus].some((n) => n >= 0))
    return { why: 'it has damage, several tasks or differential outputs', remedy: 'Record one task on the whole board.' };
  if (!moments.some((moment, index) => index > 0 && moment.step === moments[index - 1].step + ONE_STEP))
    return {
      why: `it was measured every ${document.measure.every} steps: a wiper that went up and down in between looks as if it had not moved`,
      remedy: 'Measure at every step: `twinbench record … --every 1`, or "measure": {"every": 1, "of": "present"}.',
    };
  return null;
}

/**
 * The clock edges of recordings of one board.
 *
 * @throws ProblemError E-RUN-INVALID where one of them tells nothing, with the reason
 */
export function digipotData(runs: readonly MeasuredRun[]): DigipotData {
  for (const run of runs) {
    const missing = whyNoDigipotData(run);
    if (missing !== null) {
      throw new ProblemError({
        code: 'E-RUN-INVALID',
        what: 'The comparators can’t be calibrated',
        where: run.name,
        why: missing.why,
        remedy: missing.remedy,
      });
    }
  }
  const { network, edgeModel } = runs[0].experiment;
  const { stepOhms, taps } = edgeModel as { stepOhms: number; taps: number };
  const { step, repeats } = convertersOf(runs);
  const groups = [...groupBy(runs, ({ experiment }) => wiringKeyOf(experiment)).entries()];
  const wirings = groups.map(([key, group]): DataWiring => {
    const { inputNodes, supplyNodes, outputs } = group[0].experiment;
    return { key, sources: [...inputNodes, ...supplyNodes], targets: [...outputs.plus], runs: group.map(({ name }) => name) };
  });
  const decisions = groups.flatMap(([, group], wiring) =>
    group.flatMap((run) =>
      run.moments.flatMap((moment, index) => {
        const last = run.moments[index - 1];
        return index > 0 && moment.step === last.step + ONE_STEP ? [decisionOf(run, wiring, last, moment, step)] : [];
      }),
    ),
  );
  return { network, stepOhms, taps, wirings, decisions, step, repeats };
}

/** Equal where the same channels go to the same nodes: "4 8 9 → 1 2 3", channels in order. */
export function wiringKeyOf({ inputNodes, supplyNodes, outputs }: Pick<Experiment, 'inputNodes' | 'supplyNodes' | 'outputs'>): string {
  return `${[...inputNodes, ...supplyNodes].join(' ')} → ${outputs.plus.join(' ')}`;
}

/** Boundary conditions of a datapoint as the converters impose them. */
export function boundaryOf(
  { training, test, inputNodes, supplyVoltages, outputs }: Experiment,
  set: 'training' | 'test',
  datapoint: number,
  step: number,
): { readonly imposed: Float64Array; readonly labels: Float64Array } {
  const table = set === 'test' && test !== null ? test : training;
  const [width, count] = [inputNodes.length, outputs.plus.length];
  const inputs = table.inputs.subarray(datapoint * width, (datapoint + 1) * width);
  const imposed = Float64Array.from([...inputs, ...supplyVoltages], (voltage) => codeVoltage(voltage, step));
  const labels = table.labels.slice(datapoint * count, (datapoint + 1) * count).map((voltage) => codeVoltage(voltage, step));
  return { imposed, labels };
}

/** What an 8-bit converter gives where a voltage is asked for, V; its highest code is one step below full scale. */
export function codeVoltage(voltage: number, step: number): number {
  return step === 0 ? voltage : step * Math.min(Math.max(Math.round(voltage / step), 0), 255);
}

function decisionOf(run: MeasuredRun, wiring: number, last: MeasuredMoment, moment: MeasuredMoment, step: number): Decision {
  const { experiment, name } = run;
  const [{ set, datapoint, freeVoltages, clampedVoltages }] = moment.states;
  const { taps } = experiment.edgeModel as { taps: number };
  const moves = Int8Array.from(moment.gates, (tap, edge) => moveOf(last.gates[edge], tap, taps));
  return {
    run: name,
    step: moment.step,
    wiring,
    before: last.gates,
    after: moment.gates,
    moves,
    ...boundaryOf(experiment, set, datapoint, step),
    nudge: moment.nudge,
    free: freeVoltages,
    clamped: clampedVoltages,
  };
}

/** Every healthy wiper moves by one at each clock edge, or is held back by a rail, which tells its direction as well. */
function moveOf(before: number, after: number, taps: number): number {
  if (Math.abs(after - before) === ONE_STEP) return after - before;
  if (after !== before) return 0;
  return after === taps ? 1 : after === 1 ? -1 : 0;
}

/**
 * The converters that the recordings were read by: every voltage is a multiple of a step over a small number of readings. A simulation's
 * are none.
 */
function convertersOf(runs: readonly MeasuredRun[]): { step: number; repeats: number } {
  const readings = runs.flatMap(({ moments }) => moments.slice(0, 100).flatMap(({ states: [{ freeVoltages }] }) => [...freeVoltages]));
  for (let repeats = 1; repeats <= MOST_REPEATS; repeats *= 2) {
    const scale = repeats / nodeStep2022;
    // The board says its step in µV, rounded: 0.3 parts in 100 000, less than a hundredth of a step at the top of the range.
    if (readings.every((voltage) => Math.abs(voltage * scale - Math.round(voltage * scale)) < 0.02 * repeats))
      return { step: nodeStep2022, repeats };
  }
  return { step: 0, repeats: 1 };
}
