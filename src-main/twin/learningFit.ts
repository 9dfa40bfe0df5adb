import type { Experiment } from '../learning/experiment/experiment.ts';
import { median } from '../math/statistics.ts';
import {
  DIODE_WIDTH,
  driveTermNames,
  driveTerms,
  type BoardParameters,
  type DriveTerm,
  type LearningParameters,
} from './boardParameters.ts';
import { createDrives, LearningTwin, type Interval } from './learningTwin.ts';
import { regress } from './linearRegression.ts';

/** Intervals of one recording, with the gates that were measured at their ends. */
export interface LearningData {
  readonly experiment: Experiment;
  readonly board: Omit<BoardParameters, 'learning'>;
  /** Runs of one session share the voltage of their diodes: it is a setting of the laboratory. */
  readonly session: string;
  readonly intervals: readonly { readonly interval: Interval; readonly end: Float64Array }[];
}

export interface LearningFit {
  readonly factors: LearningParameters['factors'];
  /** Standard deviations of the factors, [term][edge]. */
  readonly deviations: LearningParameters['factors'];
  readonly ceilings: Float64Array;
  /** By session, V, [edge]. */
  readonly diodes: ReadonlyMap<string, Float64Array>;
}

/** Intervals that are short enough for the gates to move in a straight line: s, V. */
const SHORT = 0.02;
const STRAIGHT = 0.2;
/** Noise of a difference of two readings, V, and what a rate is uncertain by, V/s: voltages known to 0.2 mV at drops of 0.2 V. */
const READING = 4e-4;
const RATE = 0.3;
/** Passes in which whole intervals are learnt through; what they miss no longer falls after these. */
const PASSES = 3;
/** Gates nearer than this to the supply or to the diode do not tell how fast they would move, V. */
const RAIL = 0.05;
const DIODE = 0.25;
const TERMS = driveTermNames.length;
/** Prior spread of a term that is not fitted. */
const LEFT_OUT = 1e-9;

/** One equation for the factors of an edge: row·factors = value ± noise. */
interface Equation {
  readonly row: number[];
  readonly value: number;
  readonly noise: number;
}

/**
 * Fits what moves the gates, edge by edge, in two stages. First from intervals so short that the mean rate is that of the middle:
 * a linear regression. Then from all: each is learnt through from its measured beginning, and what is missed at the end is
 * laid on the time integrals along the way, a few times over.
 *
 * @param terms  those that are fitted; the others stay at their prior means
 * @cost PASSES × intervals × one advance
 */
export function fitLearning(data: readonly LearningData[], edgeCount: number, terms: readonly DriveTerm[] = driveTermNames): LearningFit {
  const ceilings = highestOf(data, edgeCount);
  let diodes = lowestOf(data, edgeCount);
  const means = driveTermNames.map((term) => driveTerms[term].mean);
  const vectors = Array.from({ length: edgeCount }, () => [...means]);
  const deviations = Array.from({ length: edgeCount }, () => driveTermNames.map((term) => driveTerms[term].spread as number));
  const straight = straightEquations(data, edgeCount, ceilings, diodes);
  straight.forEach((equations, edge) => solve(equations, terms, vectors[edge], deviations[edge]));
  for (let pass = 0; pass < PASSES; pass++) {
    const learned = factorsOf(vectors, edgeCount);
    diodes = diodesOf(data, learned, ceilings, diodes);
    const whole = wholeEquations(data, edgeCount, learned, ceilings, diodes);
    whole.forEach((equations, edge) => {
      // The straight ones keep their say, as residuals about the present factors.
      const all = [...equations, ...straight[edge].map((equation) => relativeTo(equation, vectors[edge]))];
      const step = new Array<number>(TERMS).fill(0);
      solve(all, terms, step, deviations[edge], vectors[edge]);
      step.forEach((value, term) => (vectors[edge][term] += value));
    });
  }
  return { factors: factorsOf(vectors, edgeCount), deviations: factorsOf(deviations, edgeCount), ceilings, diodes };
}

/** Every measured change with what the fitted board makes of it, V. */
export function missesOf(
  data: readonly LearningData[],
  { factors, ceilings, diodes }: LearningFit,
  edgeCount: number,
): { readonly measured: number; readonly predicted: number }[] {
  return data.flatMap(({ experiment, board, session, intervals }) => {
    const twin = new LearningTwin(experiment, { ...board, learning: { factors, ceilings, diodes: diodes.get(session)! } });
    const gates = new Float64Array(edgeCount);
    return intervals.flatMap(({ interval, end }) => {
      twin.advance(interval, gates);
      return Array.from(end, (gate, edge) => ({
        measured: gate - interval.gates[edge],
        predicted: gates[edge] - interval.gates[edge],
      }));
    });
  });
}

export function factorsOf(vectors: readonly (readonly number[])[], edgeCount: number): LearningParameters['factors'] {
  const entries = driveTermNames.map((term, index) => [term, Float64Array.from({ length: edgeCount }, (_, edge) => vectors[edge][index])]);
  return Object.fromEntries(entries) as Record<DriveTerm, Float64Array>;
}

/** @param about  the factors to which `result` is added: the prior holds for the sum */
function solve(
  equations: readonly Equation[],
  terms: readonly DriveTerm[],
  result: number[],
  deviations: number[],
  about: readonly number[] | null = null,
): void {
  const prior = {
    mean: driveTermNames.map((term, index) => driveTerms[term].mean - (about?.[index] ?? 0)),
    spread: driveTermNames.map((term) => (terms.includes(term) ? driveTerms[term].spread : LEFT_OUT)),
  };
  const fit = regress(
    equations.map(({ row }) => row),
    equations.map(({ value }) => value),
    prior,
    equations.map(({ noise }) => noise),
  );
  fit.coefficients.forEach((value, index) => {
    result[index] = value;
    deviations[index] = Math.sqrt(fit.covariance.get(index, index));
  });
}

function relativeTo({ row, value, noise }: Equation, factors: readonly number[]): Equation {
  return { row, value: value - row.reduce((sum, entry, term) => sum + entry * factors[term], 0), noise };
}

function straightEquations(
  data: readonly LearningData[],
  edgeCount: number,
  ceilings: Float64Array,
  diodes: ReadonlyMap<string, Float64Array>,
): Equation[][] {
  const equations: Equation[][] = Array.from({ length: edgeCount }, () => []);
  for (const { experiment, board, session, intervals } of data) {
    const low = diodes.get(session)!;
    const twin = new LearningTwin(experiment, { ...board, learning: idle(edgeCount, ceilings, low) });
    for (const { interval, end } of intervals) {
      const { duration, gates } = interval;
      if (duration > SHORT || end.some((gate, edge) => Math.abs(gate - gates[edge]) > STRAIGHT)) continue;
      const drives = twin.drivesAt(
        end.map((gate, edge) => 0.5 * (gate + gates[edge])),
        interval,
      );
      for (let edge = 0; edge < edgeCount; edge++) {
        if (!isFree(gates[edge], ceilings[edge], low[edge]) || !isFree(end[edge], ceilings[edge], low[edge])) continue;
        const row = driveTermNames.map((term) => drives[term][edge]);
        equations[edge].push({ row, value: (end[edge] - gates[edge]) / duration, noise: Math.hypot(READING / duration, RATE) });
      }
    }
  }
  return equations;
}

function wholeEquations(
  data: readonly LearningData[],
  edgeCount: number,
  factors: LearningParameters['factors'],
  ceilings: Float64Array,
  diodes: ReadonlyMap<string, Float64Array>,
): Equation[][] {
  const equations: Equation[][] = Array.from({ length: edgeCount }, () => []);
  for (const { experiment, board, session, intervals } of data) {
    const low = diodes.get(session)!;
    const twin = new LearningTwin(experiment, { ...board, learning: { factors, ceilings, diodes: low } });
    for (const { interval, end } of intervals) {
      const gates = new Float64Array(edgeCount);
      const drives = createDrives(edgeCount);
      twin.advance(interval, gates, drives);
      for (let edge = 0; edge < edgeCount; edge++) {
        const all = [interval.gates[edge], end[edge], gates[edge]];
        if (!all.every((gate) => isFree(gate, ceilings[edge], low[edge]))) continue;
        const miss = end[edge] - gates[edge];
        // A miss as large as the change itself says that the path was another one: it counts the less.
        const noise = READING + 0.1 * Math.abs(end[edge] - interval.gates[edge]) + 0.3 * Math.abs(miss) + 0.1 * interval.duration;
        equations[edge].push({ row: driveTermNames.map((term) => drives[term][edge]), value: miss, noise });
      }
    }
  }
  return equations;
}

function isFree(gate: number, ceiling: number, diode: number): boolean {
  return gate < ceiling - RAIL && gate > diode + DIODE;
}

function idle(edgeCount: number, ceilings: Float64Array, diodes: Float64Array): LearningParameters {
  return {
    factors: factorsOf(
      Array.from({ length: edgeCount }, () => new Array<number>(TERMS).fill(0)),
      edgeCount,
    ),
    ceilings,
    diodes,
  };
}

function highestOf(data: readonly LearningData[], edgeCount: number): Float64Array {
  const highest = new Float64Array(edgeCount);
  for (const { intervals } of data) {
    for (const { end } of intervals) end.forEach((gate, edge) => (highest[edge] = Math.max(highest[edge], gate)));
  }
  // An edge that never came near the supply: there is one supply.
  const supply = median([...highest].sort((a, b) => b - a).slice(0, Math.ceil(edgeCount / 2)));
  return highest.map((gate) => Math.max(gate, 0.96 * supply));
}

/** To begin with: the lowest gates of a session, of whatever edge. */
function lowestOf(data: readonly LearningData[], edgeCount: number): Map<string, Float64Array> {
  const lowest = new Map<string, number[]>();
  for (const { session, intervals } of data) {
    const gates = intervals.map(({ end }) => end.reduce((least, gate) => Math.min(least, gate), Infinity));
    lowest.set(session, [...(lowest.get(session) ?? []), ...gates]);
  }
  return new Map(
    [...lowest].map(([session, gates]) => [
      session,
      new Float64Array(edgeCount).fill(gates.sort((a, b) => a - b)[Math.floor(gates.length / 10)]),
    ]),
  );
}

/** Low gates at rest tell where the diode balances the drive. */
function diodesOf(
  data: readonly LearningData[],
  factors: LearningParameters['factors'],
  ceilings: Float64Array,
  before: ReadonlyMap<string, Float64Array>,
): Map<string, Float64Array> {
  const seen = new Map<string, number[][]>();
  for (const { experiment, board, session, intervals } of data) {
    const low = before.get(session)!;
    const list = seen.get(session) ?? Array.from({ length: low.length }, () => []);
    seen.set(session, list);
    const twin = new LearningTwin(experiment, { ...board, learning: { factors, ceilings, diodes: low } });
    for (const { interval, end } of intervals) {
      const resting = Array.from(end.keys()).filter(
        (edge) => end[edge] < low[edge] + 2 * DIODE && Math.abs(end[edge] - interval.gates[edge]) < 0.02,
      );
      if (interval.duration < 0.05 || resting.length === 0) continue;
      const drives = twin.drivesAt(end, interval);
      for (const edge of resting) {
        const rate = driveTermNames.reduce((sum, term) => sum + factors[term][edge] * drives[term][edge], 0);
        if (rate < -0.1) list[edge].push(end[edge] + DIODE_WIDTH * Math.log(-rate));
      }
    }
  }
  return new Map(
    [...seen].map(([session, list]) => {
      const all = list.flat();
      const typical = all.length === 0 ? before.get(session)![0] : median(all);
      // One edge's few readings are drawn to what all edges of the session show.
      return [session, Float64Array.from(list, (own) => (own.length < 3 ? typical : 0.5 * median(own) + 0.5 * typical))];
    }),
  );
}
