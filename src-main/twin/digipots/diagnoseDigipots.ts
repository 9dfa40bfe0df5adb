import type { DamageKind } from '../../../shared/documents/network.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import { faultKinds, weighed, type Diagnosis, type FaultKind, type TriedFault } from '../diagnose.ts';
import type { MeasuredMoment } from '../measured.ts';
import { boundaryOf } from './data.ts';
import { DigipotTwin, type DigipotBoard } from './digipotTwin.ts';
import { readingOf } from './reading.ts';

/** What is looked at: moments of a recording, one after the other. */
export interface DigipotFaultData {
  readonly experiment: Experiment;
  readonly board: DigipotBoard;
  /** Readings in a recorded voltage. */
  readonly repeats: number;
  readonly moments: readonly MeasuredMoment[];
  readonly isClamped: boolean;
  /** What is known to be damaged, [edge]: the twin has it too. None where it is left out. */
  readonly damage?: readonly (DamageKind | null)[];
}

/** Resistances that have changed by less, ln, are what calibration leaves of edges that hardly show, and no fault. */
const SMALLEST_DRIFT = 0.1;
const DRIFTS = [-1.6, -0.8, -0.4, -0.2, 0.2, 0.4, 0.8, 1.6];
const REFINEMENTS = 20;
/** A wiper that was read at the same position though it had moved: once in a thousand readings of the emulated laboratory board. */
const MISREAD = 1e-3;
/** What one wiper that stands costs where nothing explains it: −2 ln of that. */
export const MISREAD_COST = -2 * Math.log(MISREAD);

/**
 * Which edge of a board with digital potentiometers is to blame? The likelihoods of its readings where one edge is cut or shorted, has
 * another resistance (`value`: ln of the factor), or a wiper that stands (`value`: where). The last needs no voltage: a healthy wiper moves at
 * every clock edge, away from the rails, so that one that stands is stuck, or its edge is damaged. Single faults only.
 *
 * @cost edges × 30 × moments solutions
 */
export function diagnoseDigipots(data: DigipotFaultData): Diagnosis {
  const { experiment, moments } = data;
  const { edgeCount } = experiment.network;
  const standing = standingOf(data);
  const stands = standing.reduce((sum, { stood }) => sum + stood, 0);
  /** What it costs that other wipers than that of this edge stand. */
  const unexplained = (edge: number): number => MISREAD_COST * (stands - (standing[edge]?.stood ?? 0));
  const healthy = costOf(data, data.board, null);
  const tried: TriedFault[] = [{ fault: null, cost: healthy.cost + unexplained(-1), charge: 0 }];
  const priorOfFault = Math.log(1 / (faultKinds.length * edgeCount));
  const penalty = 0.5 * Math.log(Math.max(healthy.count, 1));
  for (let edge = 0; edge < edgeCount; edge++) {
    for (const kind of ['cut', 'short'] as const)
      tried.push({
        fault: { edge, kind, value: 0 },
        cost: costOf(data, data.board, { edge, kind }).cost + unexplained(edge),
        charge: priorOfFault,
      });
    if (standing[edge].stood > 0 && standing[edge].moved === 0) {
      const value = moments.at(-1)!.gates[edge];
      tried.push({ fault: { edge, kind: 'stuck', value }, cost: healthy.cost + unexplained(edge), charge: priorOfFault });
    }
    const drift = bestDrift(data, edge);
    if (Math.abs(drift.value) >= SMALLEST_DRIFT)
      tried.push({
        fault: { edge, kind: 'drift', value: drift.value },
        cost: drift.cost + unexplained(-1),
        charge: priorOfFault - penalty,
      });
  }
  return { ...weighed(tried, healthy.count), missed: Math.sqrt(healthy.squares / Math.max(healthy.count, 1)) };
}

/** Σ(miss/σ)² of the healthy twin at each moment, and how many readings that are: what the monitor watches. */
export function missesOfDigipots(data: DigipotFaultData): { readonly cost: number; readonly count: number }[] {
  return data.moments.map((moment) => costOfMoment(data, moment));
}

/** The same of one moment, with Σ miss², V². */
export function costOfMoment(
  data: Omit<DigipotFaultData, 'moments'>,
  moment: MeasuredMoment,
): { readonly cost: number; readonly squares: number; readonly count: number } {
  return costOf({ ...data, moments: [moment] }, data.board, null);
}

/** What a wiper did between two moments: it stood or was misread where a healthy one can't have; `free` where that can't be told. */
type WiperStep = 'moved' | 'stood' | 'misread' | 'free';

/**
 * What every wiper did between two moments, [edge]. Away from the rails a healthy one moves by one at every clock edge, so that over an odd number of
 * them it can't stand. The last position is the end of its converter, where it is often read one lower. Of what is known to be damaged nothing
 * is told.
 */
export function wiperSteps(
  { experiment, damage = [] }: Pick<DigipotFaultData, 'experiment' | 'damage'>,
  before: MeasuredMoment,
  after: MeasuredMoment,
): WiperStep[] {
  const { taps } = experiment.edgeModel as { taps: number };
  const clocks = after.step - before.step;
  return Array.from(before.gates, (tap, edge) => {
    if (clocks <= 0 || tap <= clocks || tap >= taps - clocks || (damage[edge] ?? null) !== null) return 'free';
    const moved = after.gates[edge] - tap;
    if (moved === 0) return clocks % 2 === 1 ? 'stood' : 'free';
    return Math.abs(moved) > clocks || (moved - clocks) % 2 !== 0 ? 'misread' : 'moved';
  });
}

/** How often the wiper of each edge stood over an odd number of clock edges away from the rails, and how often it moved. */
function standingOf(data: DigipotFaultData): { stood: number; moved: number }[] {
  const counts = data.experiment.edges.map(() => ({ stood: 0, moved: 0 }));
  data.moments.slice(1).forEach((moment, index) => {
    wiperSteps(data, data.moments[index], moment).forEach((what, edge) => {
      if (what !== 'free') counts[edge][what === 'stood' ? 'stood' : 'moved']++;
    });
  });
  return counts;
}

/** The likeliest change of the resistance of an edge, ln: the best of some, then between its neighbours. */
function bestDrift(data: DigipotFaultData, edge: number): { readonly value: number; readonly cost: number } {
  const costAt = (value: number): number => {
    const scaled = (ohms: Float64Array): Float64Array => ohms.map((step, index) => (index === edge ? step * Math.exp(value) : step));
    return costOf(data, { ...data.board, free: scaled(data.board.free), clamped: scaled(data.board.clamped) }, null).cost;
  };
  const costs = DRIFTS.map(costAt);
  const best = costs.indexOf(Math.min(...costs));
  let [low, high] = [DRIFTS[best] - Math.abs(DRIFTS[best]), DRIFTS[best] + Math.abs(DRIFTS[best])];
  for (let turn = 0; turn < REFINEMENTS; turn++) {
    const [first, second] = [low + 0.382 * (high - low), low + 0.618 * (high - low)];
    if (costAt(first) < costAt(second)) high = second;
    else low = first;
  }
  const value = 0.5 * (low + high);
  return { value, cost: costAt(value) };
}

function costOf(
  { experiment, repeats, moments, isClamped, damage = [] }: DigipotFaultData,
  board: DigipotBoard,
  fault: { readonly edge: number; readonly kind: Extract<FaultKind, 'cut' | 'short'> } | null,
): { cost: number; squares: number; count: number } {
  const twin = new DigipotTwin(experiment, board);
  twin.damage = twin.damage.map((kind, edge) => (edge === fault?.edge ? fault.kind : (damage[edge] ?? kind)));
  const { outputs, inputNodes, supplyNodes } = experiment;
  const held = new Set([...inputNodes, ...supplyNodes, ...(isClamped ? outputs.plus : [])]);
  const sum = { cost: 0, squares: 0, count: 0 };
  for (const { gates, states } of moments) {
    for (const { set, datapoint, freeVoltages, clampedVoltages } of states) {
      const { imposed } = boundaryOf(experiment, set, datapoint, board.step);
      const readings = isClamped ? clampedVoltages : freeVoltages;
      const voltages = isClamped
        ? twin.solveClamped(
            gates,
            imposed,
            Float64Array.from(outputs.plus, (node) => readings[node]),
          )
        : twin.solveFree(gates, imposed);
      readings.forEach((reading, node) => {
        if (held.has(node) || !Number.isFinite(reading)) return;
        const { expected, deviation } = readingOf(voltages[node], board.step, board.noise, repeats);
        sum.cost += ((reading - expected) / deviation) ** 2;
        sum.squares += (reading - expected) ** 2;
        sum.count++;
      });
    }
  }
  return sum;
}
